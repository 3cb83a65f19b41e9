package dev.jacquard.samples.kv;

import dev.jacquard.samples.kv.data.CommandException;
import dev.jacquard.samples.kv.data.Glob;
import dev.jacquard.samples.kv.data.Store;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Commands about the server. */
final class ServerCommands {
    static final String NAME = "jacquard-kv";

    /** The version of Redis whose commands' forms these are: clients look at it. */
    static final String VERSION = "7.0.0";

    private ServerCommands() {}

    static CommandException unknownSubcommand(byte[][] words) {
        return new CommandException("ERR unknown subcommand '"
                + new String(words[1], StandardCharsets.UTF_8)
                + "'. Try "
                + CommandTable.lowerCase(words[0]).toUpperCase(Locale.ROOT)
                + " HELP.");
    }

    // ---- COMMAND -------------------------------------------------------------------------------

    static void command(Client client, byte[][] words, Replies out) {
        CommandTable table = client.engine().table();
        if (words.length == 1) {
            out.array(table.all().size());
            table.all().forEach(command -> describe(command, out));
            return;
        }
        switch (CommandTable.lowerCase(words[1])) {
            case "count" -> out.integer(table.all().size());
            // redis-cli asks for its hints, and does without
            case "docs" -> out.array(0);
            case "list" -> {
                out.array(table.all().size());
                table.all().forEach(command -> out.bulk(command.name()));
            }
            case "info" -> {
                out.array(words.length - 2);
                for (int i = 2; i < words.length; i++) {
                    Command command = table.find(words[i]);
                    if (command == null) {
                        out.nilArray();
                    } else {
                        describe(command, out);
                    }
                }
            }
            default -> throw unknownSubcommand(words);
        }
    }

    private static void describe(Command command, Replies out) {
        out.array(6);
        out.bulk(command.name());
        out.integer(command.arity());
        out.array(command.kind().flags.size());
        command.kind().flags.forEach(out::simple);
        out.integer(command.keys().first());
        out.integer(command.keys().last());
        out.integer(command.keys().step());
    }

    // ---- CONFIG --------------------------------------------------------------------------------

    static void config(Client client, byte[][] words, Replies out) {
        switch (CommandTable.lowerCase(words[1])) {
            case "get" -> {
                if (words.length < 3) {
                    throw new CommandException(Engine.wrongNumber("config|get"));
                }
                configGet(client, words, out);
            }
            case "set" ->
                throw new CommandException("ERR Unknown option or number of arguments for CONFIG SET - '"
                        + (words.length < 3 ? "" : new String(words[2], StandardCharsets.UTF_8))
                        + "'");
            case "resetstat" -> out.ok();
            default -> throw unknownSubcommand(words);
        }
    }

    private static void configGet(Client client, byte[][] words, Replies out) {
        Map<String, String> wanted = new LinkedHashMap<>();
        for (int i = 2; i < words.length; i++) {
            byte[] pattern = CommandTable.lowerCase(words[i]).getBytes(StandardCharsets.UTF_8);
            Glob glob = new Glob(pattern);
            parameters(client.engine()).forEach((name, value) -> {
                if (glob.matches(name.getBytes(StandardCharsets.UTF_8))) {
                    wanted.put(name, value);
                }
            });
        }
        out.array(wanted.size() * 2);
        wanted.forEach((name, value) -> {
            out.bulk(name);
            out.bulk(value);
        });
    }

    private static Map<String, String> parameters(Engine engine) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("save", ""); // nothing is written to a disk
        all.put("appendonly", "no");
        all.put("databases", Integer.toString(Engine.DATABASES));
        all.put("maxclients", Integer.toString(engine.limits().clients()));
        all.put("maxmemory", "0");
        all.put("port", Integer.toString(engine.port()));
        all.put("proto-max-bulk-len", Integer.toString(engine.limits().bulk()));
        all.put("timeout", "0");
        return all;
    }

    // ---- INFO, TIME ----------------------------------------------------------------------------

    static void info(Client client, byte[][] words, Replies out) {
        Engine engine = client.engine();
        StringBuilder text = new StringBuilder();
        for (String section : List.of("server", "clients", "memory", "stats", "keyspace")) {
            if (words.length == 1 || isWanted(section, words)) {
                text.append("# ")
                        .append(section.substring(0, 1).toUpperCase(Locale.ROOT))
                        .append(section.substring(1))
                        .append("\r\n");
                section(engine, section)
                        .forEach((name, value) ->
                                text.append(name).append(':').append(value).append("\r\n"));
                text.append("\r\n");
            }
        }
        out.bulk(text.toString());
    }

    private static boolean isWanted(String section, byte[][] words) {
        for (int i = 1; i < words.length; i++) {
            String word = CommandTable.lowerCase(words[i]);
            if (List.of(section, "default", "all", "everything").contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static Map<String, Object> section(Engine engine, String section) {
        Map<String, Object> fields = new LinkedHashMap<>();
        switch (section) {
            case "server" -> {
                fields.put("redis_version", VERSION);
                fields.put("server_name", NAME);
                fields.put("redis_mode", "standalone");
                fields.put("process_id", ProcessHandle.current().pid());
                fields.put("tcp_port", engine.port());
            }
            case "clients" -> {
                fields.put("connected_clients", engine.clients().size());
                fields.put("maxclients", engine.limits().clients());
                fields.put(
                        "blocked_clients",
                        engine.databases().stores().stream()
                                .mapToInt(store -> store.waiters().size())
                                .sum());
            }
            case "memory" -> {
                Runtime runtime = Runtime.getRuntime();
                fields.put("used_memory", runtime.totalMemory() - runtime.freeMemory());
            }
            case "stats" -> {
                fields.put("total_commands_processed", engine.commands());
                fields.put("pubsub_channels", engine.pubSub().channels().size());
                fields.put("pubsub_patterns", engine.pubSub().patterns());
            }
            default -> {
                List<Store> stores = engine.databases().stores();
                for (int i = 0; i < stores.size(); i++) {
                    Store store = stores.get(i);
                    if (store.size() > 0) {
                        fields.put("db" + i, "keys=" + store.size() + ",expires=" + store.expiring());
                    }
                }
            }
        }
        return fields;
    }

    static void time(Client client, byte[][] words, Replies out) {
        long now = client.store().now();
        out.array(2);
        out.bulk(Numbers.format(now / 1000));
        out.bulk(Numbers.format(now % 1000 * 1000));
    }
}
