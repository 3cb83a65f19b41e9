package dev.jacquard.web;

/**
 * Something in a request that is not what is wanted.
 *
 * @param in where: {@code path}, {@code query}, {@code header}, {@code cookie}, {@code form}, {@code body}
 * @param name the parameter, or the path to the property: {@code items[0].price}; empty for the body itself
 * @param message what is wrong
 */
record FieldError(String in, String name, String message) {}
