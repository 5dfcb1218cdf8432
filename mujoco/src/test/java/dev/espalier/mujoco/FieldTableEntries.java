package dev.espalier.mujoco;

import java.util.List;

/** The content of the field table: arrays of mjModel and mjData, sizes and constants, with their meanings. */
final class FieldTableEntries {

    private FieldTableEntries() {}

    record Entry(String name, String meaning) {}

    static final List<Entry> MODEL_ARRAYS = List.of(
            new Entry("qpos0", "Joint positions of the start pose."),
            new Entry("body_mass", "Mass of each body in kg."),
            new Entry("geom_size", "Sizes of each geom; what they mean depends on its shape."),
            new Entry("geom_aabb", "Box around each geom in its own frame: centre, then half lengths."),
            new Entry(
                    "hfield_size", "Half lengths along x and y of each height field, its height and its base's depth."),
            new Entry("flex_size", "Half lengths of the box around each flex's vertices in the start pose."),
            new Entry("flex_radius", "How thick each flex is around its elements, in metres."),
            new Entry("actuator_ctrlrange", "Least and greatest control of each actuator."),
            new Entry("jnt_range", "Least and greatest position of each joint; both 0 without limits."),
            new Entry(
                    "numeric_data",
                    "Numbers that the model carries for its users; NUMERIC_ADR says where each begins."));

    static final List<Entry> MODEL_INT_ARRAYS = List.of(
            new Entry("geom_type", "Shape of each geom, one of the GEOM constants."),
            new Entry("geom_bodyid", "Body that each geom belongs to."),
            new Entry("geom_dataid", "Mesh or height field of each geom; -1 if it has none."),
            new Entry("geom_matid", "Material of each geom; -1 if it has none."),
            new Entry("geom_group", "Group of each geom, by which viewers show or hide it."),
            new Entry("site_group", "Group of each site, by which viewers show or hide it."),
            new Entry("body_weldid", "The body that each body moves with by joints alone; 0 if it has none."),
            new Entry("body_rootid", "The child of the world that each body hangs from."),
            new Entry("body_mocapid", "Row of each body in MOCAP_POS; -1 if it is none that is moved from outside."),
            new Entry("jnt_qposadr", "Where each joint's positions begin in QPOS."),
            new Entry("jnt_dofadr", "Where each joint's velocities begin in QVEL."),
            new Entry("sensor_adr", "Where each sensor's numbers begin in SENSORDATA."),
            new Entry("sensor_dim", "How many numbers each sensor gives."),
            new Entry("mesh_vertadr", "First vertex of each mesh."),
            new Entry("mesh_vertnum", "Number of vertices of each mesh."),
            new Entry("mesh_faceadr", "First triangle of each mesh."),
            new Entry("mesh_facenum", "Number of triangles of each mesh."),
            new Entry("mesh_face", "Corners of each triangle, counted from its mesh's first vertex."),
            new Entry("hfield_nrow", "Rows of each height field, along y."),
            new Entry("hfield_ncol", "Columns of each height field, along x."),
            new Entry("hfield_adr", "Where each height field's heights begin in HFIELD_DATA."),
            new Entry("tendon_adr", "First part of each tendon's path."),
            new Entry("wrap_type", "What each part of a tendon's path is, one of the WRAP constants."),
            new Entry("flex_matid", "Material of each flex; -1 if it has none."),
            new Entry("flex_vertadr", "First vertex of each flex."),
            new Entry("flex_vertnum", "Number of vertices of each flex."),
            new Entry("jnt_type", "Kind of each joint: 0 free, 1 ball, 2 slide, 3 hinge."),
            new Entry("body_parentid", "The body that each body hangs from."),
            new Entry(
                    "actuator_trnid",
                    "What each actuator moves: a joint, a tendon or a site; -1 where there is no second one."),
            new Entry("actuator_dyntype", "How each actuator's activation moves, one of the DYN constants."),
            new Entry("actuator_ctrladr", "First control of each actuator."),
            new Entry("numeric_adr", "Where each of a model's own numbers begins in NUMERIC_DATA."),
            new Entry("numeric_size", "How many numbers each of a model's own has."));

    static final List<Entry> MODEL_FLOAT_ARRAYS = List.of(
            new Entry("geom_rgba", "Colour of each geom: red, green, blue and opacity, 0 to 1."),
            new Entry("mat_rgba", "Colour of each material, as of a geom."),
            new Entry("flex_rgba", "Colour of each flex, as of a geom."),
            new Entry("mesh_vert", "Vertices of all meshes, in the frames of their geoms."),
            new Entry("hfield_data", "Heights of all height fields, row by row, as shares of their greatest."));

    static final List<Entry> DATA_ARRAYS = List.of(
            new Entry("qpos", "Joint positions in metres, radians or quaternion entries; state."),
            new Entry("qvel", "Joint velocities per second; state."),
            new Entry("act", "Activations of actuators that have some, muscles say; state."),
            new Entry("ctrl", "Controls; input of a step."),
            new Entry("mocap_pos", "Positions of the bodies that are moved from outside; input of a step."),
            new Entry(
                    "mocap_quat", "Quaternions w, x, y, z of the bodies that are moved from outside; input of a step."),
            new Entry("qacc_warmstart", "Accelerations that the solver starts from; state."),
            new Entry("xpos", "Position of each body's frame in the world."),
            new Entry("xipos", "Position of each body's centre of mass in the world."),
            new Entry("geom_xpos", "Position of each geom's centre in the world."),
            new Entry("geom_xmat", "Axes of each geom in the world: a rotation matrix, row by row."),
            new Entry("site_xpos", "Position of each site in the world."),
            new Entry("site_xmat", "Axes of each site in the world: a rotation matrix, row by row."),
            new Entry("flexvert_xpos", "Position of each vertex of the flexes in the world."),
            new Entry("cinert", "Inertia and mass of each body about its tree's centre of mass."),
            new Entry("cvel", "Velocity of each body about its tree's centre of mass, rotation first."),
            new Entry("sensordata", "What the sensors measure; SENSOR_ADR says where each one's numbers begin."),
            new Entry("ten_length", "Length of each tendon."),
            new Entry("actuator_length", "Length of each actuator's transmission."),
            new Entry("actuator_velocity", "Change of each actuator's length per second."),
            new Entry("actuator_force", "Force of each actuator along its transmission."),
            new Entry("qfrc_actuator", "Forces of the actuators on the joints."),
            new Entry("qfrc_constraint", "Forces of contacts, limits and friction on the joints."),
            new Entry("cfrc_ext", "External force on each body, torque first; filled by rnePostConstraint."),
            // Saved episodes have the arrays in this order, so new ones must come last.
            new Entry("qfrc_applied", "Forces on the joints from outside; input of a step."),
            new Entry("xfrc_applied", "Force and then torque on each body from outside; input of a step."),
            new Entry("userdata", "Numbers of a task's own, as many as the model's size nuserdata says; state."),
            new Entry("xquat", "Quaternion w, x, y, z of each body's frame in the world."),
            new Entry("xmat", "Axes of each body's frame in the world: a rotation matrix, row by row."),
            new Entry("qacc", "Joint accelerations per second squared."),
            new Entry("qfrc_bias", "Forces of gravity, rotation and the like, with the sign of what withstands them."),
            new Entry("qfrc_passive", "Forces of springs, dampers and fluids on the joints."),
            new Entry("subtree_com", "Centre of mass of each body and all that hangs from it, in the world."),
            new Entry("subtree_linvel", "Its velocity; filled by subtreeVel, or by a sensor of it."),
            new Entry("subtree_angmom", "Angular momentum about it; filled by subtreeVel, or by a sensor of it."),
            new Entry("ten_velocity", "Change of each tendon's length per second."),
            new Entry("cam_xpos", "Position of each camera in the world."));

    /** Sizes that the binding needs in addition to the lengths of arrays. */
    static final List<String> SIZES = List.of("nq", "nv", "nu", "nbody", "ngeom", "nskin", "neq", "nkey");

    static final List<Entry> CONSTANTS = List.of(
            new Entry("mjVERSION_HEADER", "What mj_version() of the release that this table fits returns."),
            new Entry("mjOBJ_BODY", "Object type of a body."),
            new Entry("mjOBJ_JOINT", "Object type of a joint."),
            new Entry("mjOBJ_GEOM", "Object type of a geom."),
            new Entry("mjOBJ_SITE", "Object type of a site."),
            new Entry("mjOBJ_CAMERA", "Object type of a camera."),
            new Entry("mjOBJ_FLEX", "Object type of a flex."),
            new Entry("mjOBJ_EQUALITY", "Object type of an equality constraint."),
            new Entry("mjOBJ_TENDON", "Object type of a tendon."),
            new Entry("mjOBJ_ACTUATOR", "Object type of an actuator."),
            new Entry("mjOBJ_SENSOR", "Object type of a sensor."),
            new Entry("mjOBJ_NUMERIC", "Object type of a model's own numbers."),
            new Entry("mjOBJ_KEY", "Object type of a keyframe."),
            new Entry("mjGEOM_PLANE", "Shape: plane."),
            new Entry("mjGEOM_HFIELD", "Shape: height field."),
            new Entry("mjGEOM_SPHERE", "Shape: sphere."),
            new Entry("mjGEOM_CAPSULE", "Shape: capsule."),
            new Entry("mjGEOM_ELLIPSOID", "Shape: ellipsoid."),
            new Entry("mjGEOM_CYLINDER", "Shape: cylinder."),
            new Entry("mjGEOM_BOX", "Shape: box."),
            new Entry("mjGEOM_MESH", "Shape: mesh."),
            new Entry("mjGEOM_SDF", "Shape: signed distance field, which has a mesh to be drawn by."),
            new Entry("mjDYN_MUSCLE", "Dynamics of a muscle."),
            new Entry("mjWRAP_JOINT", "Part of a tendon that couples joints and has no path."),
            new Entry("mjSTATE_QPOS", "State part: joint positions."),
            new Entry("mjSTATE_QVEL", "State part: joint velocities."),
            new Entry("mjSTATE_CTRL", "State part: controls."),
            new Entry("mjSTATE_WARMSTART", "State part: accelerations that the solver starts from."),
            new Entry("mjSTATE_INTEGRATION", "State parts that decide the next step."),
            new Entry("mjWARN_BADQPOS", "Warning: a position is not finite or huge."),
            new Entry("mjWARN_BADQVEL", "Warning: a velocity is not finite or huge."),
            new Entry("mjWARN_BADQACC", "Warning: an acceleration is not finite or huge."),
            new Entry("mjWARN_BADCTRL", "Warning: a control is not finite or huge."));
}
