/**
 * What all passes know: the method that is woven ({@link dev.jacquard.weaver.model.AsyncMethod}), the class it is in
 * ({@link dev.jacquard.weaver.model.WeavingContext}), the classes around ({@link dev.jacquard.weaver.model.Hierarchy}),
 * and every name of the runtime ({@link dev.jacquard.weaver.model.RuntimeNames}). Needs nothing of the other packages.
 */
@NullMarked
package dev.jacquard.weaver.model;

import org.jspecify.annotations.NullMarked;
