/**
 * The weaver. {@code dev.jacquard.weaver} is the way in; the packages below it are the weaver's own, which the agent,
 * packed into one jar with it, also uses.
 */
module dev.jacquard.weaver {
    requires org.objectweb.asm.tree;
    requires org.objectweb.asm;
    requires org.objectweb.asm.commons;
    requires static transitive org.jspecify;

    exports dev.jacquard.weaver;
}
