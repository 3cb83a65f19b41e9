/**
 * Every name and signature that programs of users are promised, used once as its type says: what changes them does not
 * compile here. Results are assigned to the type that is promised, wrapped ones before they are awaited; where an
 * exception is caught that nothing else can throw, it is promised that the call declares it.
 */
package dev.jacquard.asynciotests.contract;
