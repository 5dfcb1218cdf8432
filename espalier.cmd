@echo off
rem Runs the espalier command from its source tree on Windows, as ./espalier does elsewhere: finds a JDK, builds on first
rem use, starts the JVM. Nobody has tried it yet: docs/platforms.md. Unlike ./espalier it does not build again after a
rem change; delete cli\target\quick for that. ESPALIER_JAVA_OPTS adds options for the JVM, ESPALIER_MAVEN_ARGS for the
rem build, ESPALIER_CLASSPATH folders and jars with agents and tasks of your own.
setlocal

set "wanted=25"
set "root=%~dp0"
set "native=--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"

set "jdk="
if defined JAVA_HOME call :look "%JAVA_HOME%"
for /f "delims=" %%j in ('where javac 2^>nul') do call :look "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%USERPROFILE%\.jdks\*") do call :look "%%~d"
if not defined jdk (
    echo espalier: no JDK %wanted% or newer was found; looked at JAVA_HOME, PATH and the usual folders. 1>&2
    echo Get one, for example Eclipse Temurin: winget install EclipseAdoptium.Temurin.%wanted%.JDK 1>&2
    exit /b 2
)

set "version="
for /f "tokens=3 delims=<>" %%v in ('findstr /b /c:"  <version>" "%root%pom.xml"') do set "version=%%v"
set "built=%root%cli\target\quick"
set "jar=%built%\espalier-cli-%version%.jar"
if not exist "%jar%" call :build
if not exist "%jar%" (
    echo espalier: the build failed; the messages above say why 1>&2
    exit /b 1
)

rem Elsewhere Java sets these before it loads libtorch: idle threads sleep, and OpenBLAS starts none of its own yet.
if not defined OMP_WAIT_POLICY set "OMP_WAIT_POLICY=passive"
set "OPENBLAS_NUM_THREADS=1"
rem ONNX Runtime would report what it runs.
if not defined ORT_DISABLE_TELEMETRY set "ORT_DISABLE_TELEMETRY=1"

set "classpath=%jar%;%built%\lib\*"
if defined ESPALIER_CLASSPATH set "classpath=%classpath%;%ESPALIER_CLASSPATH%"
"%jdk%\bin\java.exe" %native% %ESPALIER_JAVA_OPTS% -cp "%classpath%" dev.espalier.cli.Main %*
exit /b %errorlevel%

rem Takes the JDK in folder %1 if it is new enough and none is found yet.
:look
if defined jdk exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "major="
for /f "tokens=2 delims==.-+" %%v in ('findstr /b /c:"JAVA_VERSION=" "%~1\release"') do set "major=%%v"
if not defined major exit /b 0
set "major=%major:"=%"
if %major% geq %wanted% set "jdk=%~1"
exit /b 0

:build
echo espalier: building; the first build fetches MuJoCo and libtorch and takes a few minutes 1>&2
where mvn >nul 2>nul || echo espalier: Maven is needed to build Espalier, and there is no mvn on the PATH. 1>&2
where python >nul 2>nul || echo espalier: Python 3 with pip is needed to fetch MuJoCo, and is not on the PATH. 1>&2
set "JAVA_HOME=%jdk%"
set "MAVEN_OPTS=%native% %MAVEN_OPTS%"
call mvn -B -q %ESPALIER_MAVEN_ARGS% -Dpython.executable=python -f "%root%pom.xml" -Pquick -pl cli -am package 1>&2
exit /b 0
