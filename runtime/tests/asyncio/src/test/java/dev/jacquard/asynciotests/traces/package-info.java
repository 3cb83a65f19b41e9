/** Tests of the traces of exceptions that were made elsewhere. */
package dev.jacquard.asynciotests.traces;
