package dev.espalier.cli.report.page;

/**
 * The style sheet of the page: one column of text, figures on light cards, tables that scroll in their own boxes. All
 * text has a contrast of at least 4.5 : 1, in light and dark mode.
 */
final class Style {

    static final String SHEET = """

            :root {
              color-scheme: light dark;
              --ground: #ffffff; --card: #f6f7f9; --ink: #1d2329; --faint: #545c65; --line: #d6dade;
              --link: #005a8c; --warning: #9a3b00; --focus: #005a8c;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --ground: #14181c; --card: #1d2329; --ink: #e8ebee; --faint: #a9b2bb; --line: #3a434c;
                --link: #7cc4f2; --warning: #ffb184; --focus: #7cc4f2;
              }
            }
            * { box-sizing: border-box; }
            html { -webkit-text-size-adjust: 100%; }
            body {
              margin: 0; background: var(--ground); color: var(--ink);
              font: 1rem/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
            }
            header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
            header { padding-top: 2.5rem; }
            footer { padding: 2rem 1.25rem 4rem; color: var(--faint); font-size: 0.9rem; }
            h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 0.5rem; letter-spacing: -0.02em; }
            h2 { font-size: 1.6rem; line-height: 1.25; margin: 3.5rem 0 0.75rem; padding-top: 1.25rem;
                 border-top: 1px solid var(--line); letter-spacing: -0.01em; }
            h3 { font-size: 1.2rem; line-height: 1.3; margin: 2.25rem 0 0.5rem; }
            h4 { font-size: 1.05rem; margin: 1.75rem 0 0.4rem; }
            p, ul, dl { max-width: 44rem; margin: 0.5rem 0 1rem; }
            a { color: var(--link); text-underline-offset: 0.15em; }
            a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
            .skip { position: absolute; left: -100rem; }
            .skip:focus { position: static; display: inline-block; margin: 0.75rem 1.25rem; }
            .lead { font-size: 1.1rem; color: var(--faint); }
            nav ul { list-style: none; padding: 0; margin: 1rem 0; display: flex; flex-wrap: wrap; gap: 0.35rem 1.25rem;
                     max-width: none; }
            .caveats { border-left: 4px solid var(--warning); padding: 0.1rem 0 0.1rem 1rem; margin: 1rem 0; }
            .caveats p { margin: 0.25rem 0; font-weight: 600; }
            .scroll { overflow-x: auto; margin: 0.75rem 0 1.25rem; border: 1px solid var(--line); border-radius: 8px; }
            table { border-collapse: collapse; width: 100%; font-size: 0.9rem; line-height: 1.4; }
            caption { caption-side: top; text-align: left; padding: 0.6rem 0.75rem; color: var(--faint); }
            th, td { padding: 0.45rem 0.6rem; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
            thead th { font-weight: 600; vertical-align: bottom; background: var(--card); }
            thead td { background: var(--card); }
            th[scope=colgroup] { text-align: center; border-left: 1px solid var(--line); white-space: nowrap; }
            tbody th { font-weight: 600; min-width: 7rem; }
            .number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .theirs { color: var(--faint); font-style: italic; }
            .warning { color: var(--warning); min-width: 12rem; }
            figure { margin: 0.75rem 0 1.75rem; }
            figure .scroll { background: #ffffff; margin: 0; }
            figure svg { display: block; width: 100%; min-width: 42rem; height: auto; }
            figcaption { max-width: 44rem; margin-top: 0.5rem; color: var(--faint); font-size: 0.9rem; }
            details { max-width: 44rem; margin-top: 0.35rem; color: var(--faint); font-size: 0.9rem; }
            summary { cursor: pointer; }
            summary:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
            .interval { display: block; font-size: 0.85em; color: var(--faint); }
            dt { font-weight: 600; margin-top: 0.75rem; }
            dd { margin: 0.15rem 0 0; }
            @media print { .scroll { overflow: visible; } figure { break-inside: avoid; } }
            """;

    private Style() {}
}
