/**
 * Which methods are async: {@link dev.jacquard.weaver.select.MethodSelector}, with what frameworks and compilers have
 * made of methods ({@link dev.jacquard.weaver.select.TestMethods}, {@link dev.jacquard.weaver.select.LambdaFinder}) and
 * the advice for those that are not.
 */
@NullMarked
package dev.jacquard.weaver.select;

import org.jspecify.annotations.NullMarked;
