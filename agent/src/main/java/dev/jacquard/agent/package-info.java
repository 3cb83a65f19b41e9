/**
 * The agent: looks at each class that is loaded, and hands those that mention Jacquard to the weaver.
 *
 * <p>{@link dev.jacquard.agent.JacquardAgent} installs {@link dev.jacquard.agent.JacquardTransformer}, which only
 * looks; {@link dev.jacquard.agent.LoadTimeWeaving} is loaded, and with it ASM, when there is a first class to weave.
 * What lies on the way of every start (the first two and {@link dev.jacquard.weaver.model.ConstantPoolScan}) uses no
 * lambda, stream, regular expression or logger: each of them would be the first in the program to need its part of the
 * JDK.
 */
@NullMarked
package dev.jacquard.agent;

import org.jspecify.annotations.NullMarked;
