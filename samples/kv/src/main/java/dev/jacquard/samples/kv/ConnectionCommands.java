package dev.jacquard.samples.kv;

import static dev.jacquard.samples.kv.CommandTable.equalsIgnoreCase;

import dev.jacquard.samples.kv.data.CommandException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Commands about the client's own connection. */
final class ConnectionCommands {
    private static final int RESP2 = 2;
    private static final int RESP3 = 3;

    private ConnectionCommands() {}

    /** In a subscribed client's stream of messages, the answer is one as well. */
    static void ping(Client client, byte[][] words, Replies out) {
        if (words.length > 2) {
            throw new CommandException(Engine.wrongNumber("ping"));
        }
        if (client.subscriptions() > 0) {
            out.array(2);
            out.bulk("pong");
            out.bulk(words.length == 2 ? words[1] : new byte[0]);
        } else if (words.length == 2) {
            out.bulk(words[1]);
        } else {
            out.simple("PONG");
        }
    }

    static void echo(Client client, byte[][] words, Replies out) {
        out.bulk(words[1]);
    }

    /** {@code HELLO [2 [AUTH user password] [SETNAME name]]}. */
    static void hello(Client client, byte[][] words, Replies out) {
        if (words.length > 1) {
            checkVersion(words[1]);
        }
        String name = null;
        for (int i = 2; i < words.length; i++) {
            if (equalsIgnoreCase(words[i], "setname") && i + 1 < words.length) {
                name = checkedName(words[++i]);
            } else if (equalsIgnoreCase(words[i], "auth") && i + 2 < words.length) {
                throw noPassword();
            } else {
                throw new CommandException(
                        "ERR Syntax error in HELLO option '" + new String(words[i], StandardCharsets.UTF_8) + "'");
            }
        }
        if (name != null) {
            client.setName(name);
        }
        out.array(14); // RESP2 has no maps: names and values in turn
        field(out, "server", ServerCommands.NAME);
        field(out, "version", ServerCommands.VERSION);
        out.bulk("proto");
        out.integer(RESP2);
        out.bulk("id");
        out.integer(client.id());
        field(out, "mode", "standalone");
        field(out, "role", "master");
        out.bulk("modules");
        out.array(0);
    }

    private static void field(Replies out, String name, String value) {
        out.bulk(name);
        out.bulk(value);
    }

    private static void checkVersion(byte[] word) {
        long version;
        try {
            version = Numbers.parse(word);
        } catch (CommandException e) {
            throw new CommandException("ERR Protocol version is not an integer or out of range");
        }
        if (version < RESP2 || version >= RESP3) {
            throw new CommandException("NOPROTO unsupported protocol version");
        }
    }

    static void auth(Client client, byte[][] words, Replies out) {
        if (words.length > 3) {
            throw CommandException.syntax();
        }
        throw noPassword();
    }

    private static CommandException noPassword() {
        return new CommandException("ERR AUTH <password> called without any password configured for the default user."
                + " Are you sure your configuration is correct?");
    }

    static void select(Client client, byte[][] words, Replies out) {
        long number = Numbers.parse(words[1]);
        if (number < 0 || number >= Engine.DATABASES) {
            throw new CommandException("ERR DB index is out of range");
        }
        client.select((int) number);
        out.ok();
    }

    static void quit(Client client, byte[][] words, Replies out) {
        client.close();
        out.ok();
    }

    /** As if it had just connected. */
    static void reset(Client client, byte[][] words, Replies out) {
        client.engine().pubSub().forget(client);
        client.select(0);
        client.setName("");
        out.simple("RESET");
    }

    static void client(Client client, byte[][] words, Replies out) {
        String what = CommandTable.lowerCase(words[1]);
        switch (what) {
            case "id" -> out.integer(client.id());
            case "getname" -> {
                if (client.name().isEmpty()) {
                    out.nil();
                } else {
                    out.bulk(client.name());
                }
            }
            case "setname" -> {
                if (words.length != 3) {
                    throw new CommandException(Engine.wrongNumber("client|setname"));
                }
                client.setName(checkedName(words[2]));
                out.ok();
            }
            // the library's name and version: clients send them on connecting
            case "setinfo" -> out.ok();
            case "info" -> out.bulk(client.info() + "\n");
            case "list" ->
                out.bulk(client.engine().clients().stream()
                        .map(c -> c.info() + "\n")
                        .collect(Collectors.joining()));
            default -> throw ServerCommands.unknownSubcommand(words);
        }
    }

    private static String checkedName(byte[] word) {
        for (byte b : word) {
            if (b < '!' || b > '~') {
                throw new CommandException("ERR Client names cannot contain spaces, newlines or special characters.");
            }
        }
        return new String(word, StandardCharsets.US_ASCII);
    }
}
