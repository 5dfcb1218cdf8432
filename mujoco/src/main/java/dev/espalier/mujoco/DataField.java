package dev.espalier.mujoco;

/** Arrays of mjData. (Offsets follow from the generator.) */
public enum DataField {
    QPOS,
    QVEL,
    ACT,
    CTRL,
    QACC,
    QACC_WARMSTART,
    XPOS,
    XQUAT,
    XMAT,
    XIPOS,
    GEOM_XPOS,
    GEOM_XMAT,
    SITE_XPOS,
    SUBTREE_COM,
    CINERT,
    CVEL,
    TEN_LENGTH,
    TEN_VELOCITY,
    QFRC_ACTUATOR,
    QFRC_CONSTRAINT,
    CFRC_EXT
}
