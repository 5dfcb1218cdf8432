package dev.espalier.mujoco;

/** Arrays of mjModel that hold numbers of type mjtNum. (Offsets follow from the generator.) */
public enum ModelField {
    QPOS0,
    BODY_MASS,
    ACTUATOR_CTRLRANGE
}
