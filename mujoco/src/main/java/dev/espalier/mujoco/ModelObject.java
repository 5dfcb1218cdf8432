package dev.espalier.mujoco;

/** The kinds of named parts of a model. */
public enum ModelObject {
    BODY(Abi.OBJ_BODY),
    JOINT(Abi.OBJ_JOINT),
    GEOM(Abi.OBJ_GEOM),
    SITE(Abi.OBJ_SITE),
    CAMERA(Abi.OBJ_CAMERA),
    FLEX(Abi.OBJ_FLEX),
    EQUALITY(Abi.OBJ_EQUALITY),
    TENDON(Abi.OBJ_TENDON),
    ACTUATOR(Abi.OBJ_ACTUATOR),
    SENSOR(Abi.OBJ_SENSOR),
    NUMERIC(Abi.OBJ_NUMERIC),
    KEYFRAME(Abi.OBJ_KEY);

    /** MuJoCo's object type. */
    final int type;

    ModelObject(int type) {
        this.type = type;
    }
}
