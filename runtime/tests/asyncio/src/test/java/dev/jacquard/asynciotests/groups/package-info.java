/** Tests of task groups and groups of exceptions. */
package dev.jacquard.asynciotests.groups;
