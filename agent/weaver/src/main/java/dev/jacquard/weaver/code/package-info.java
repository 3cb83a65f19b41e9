/**
 * What is known of a method's code: {@link dev.jacquard.weaver.code.Analysis} takes a method and gives its blocks,
 * suspension points, types, live variables and fields. Nothing here decides what is woven, and nothing writes bodies;
 * two passes change the method itself before ({@link dev.jacquard.weaver.code.ImplicitClose},
 * {@link dev.jacquard.weaver.code.NewNormaliser}).
 */
@NullMarked
package dev.jacquard.weaver.code;

import org.jspecify.annotations.NullMarked;
