#include "core/postgres/dump.h"

#include "core/base/json.h"

#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <memory>
#include <optional>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>
#include <zstd.h>

namespace gw::postgres {

namespace {

constexpr const char *kRowsAtOnce = "1000";
constexpr std::size_t kBytesAtOnce = 4'000'000;   // Of one statement that loads rows.
// Whole schemas take their time.
constexpr int kWholeMs = 3'600'000;
// What every schema holds from its beginning.
constexpr const char *kSteps = "schema_steps";
constexpr const char *kFacts = "facts";

Error unwritable(const std::string &file)
{
    return {.message = "the tables cannot be saved in " + file + " before they change"};
}

// A zstd-compressed file that is written from its beginning to its end.
class PackedFile
{
public:
    explicit PackedFile(std::string name)
        : m_name(std::move(name))
        , m_fd(::open(m_name.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR))
        , m_stream(ZSTD_createCStream())
        , m_buffer(ZSTD_CStreamOutSize(), '\0')
    {}
    ~PackedFile()
    {
        ZSTD_freeCStream(m_stream);
        if (m_fd >= 0)
            ::close(m_fd);
    }
    PackedFile(const PackedFile &) = delete;
    PackedFile &operator=(const PackedFile &) = delete;

    Result<void> write(std::string_view bytes) { return put(bytes, ZSTD_e_continue); }
    Result<void> finish()
    {
        GW_CHECK(put({}, ZSTD_e_end));
        return ::fsync(m_fd) == 0 ? Result<void>() : Result<void>(unwritable(m_name));
    }

private:
    Result<void> put(std::string_view bytes, ZSTD_EndDirective how)
    {
        if (m_fd < 0)
            return unwritable(m_name);
        ZSTD_inBuffer in{bytes.data(), bytes.size(), 0};
        for (;;) {
            ZSTD_outBuffer out{m_buffer.data(), m_buffer.size(), 0};
            const std::size_t left = ZSTD_compressStream2(m_stream, &out, &in, how);
            if (ZSTD_isError(left) != 0)
                return unwritable(m_name);
            GW_CHECK(writeAll({m_buffer.data(), out.pos}));
            if (how == ZSTD_e_end ? left == 0 : in.pos == in.size)
                return {};
        }
    }
    Result<void> writeAll(std::string_view bytes)
    {
        while (!bytes.empty()) {
            const ssize_t written = ::write(m_fd, bytes.data(), bytes.size());
            if (written < 0 && errno != EINTR)
                return unwritable(m_name);
            if (written > 0)
                bytes.remove_prefix(static_cast<std::size_t>(written));
        }
        return {};
    }

    const std::string m_name;
    const int m_fd;
    ZSTD_CStream *m_stream;
    std::string m_buffer;
};

Result<void> dumpTable(Connection &connection, const std::string &table, PackedFile &file)
{
    GW_CHECK(connection.run("DECLARE portico_dump NO SCROLL CURSOR FOR SELECT row_to_json(t)::text FROM " +
                            table + " t"));
    for (;;) {
        GW_TRY(const Rows rows, connection.query(std::string("FETCH ") + kRowsAtOnce + " FROM portico_dump"));
        if (rows.empty())
            break;
        std::string lines;
        for (int row = 0; row < rows.size(); ++row) {
            lines += "{\"table\":";
            json::appendString(lines, table);
            lines += ",\"row\":";
            lines += rows.text(row, 0);
            lines += "}\n";
        }
        GW_CHECK(file.write(lines));
    }
    return connection.run("CLOSE portico_dump");
}

Result<std::vector<std::string>> tablesOf(Connection &connection, const std::string &schema)
{
    GW_TRY(
        const Rows rows,
        connection.query("SELECT tablename::text FROM pg_tables WHERE schemaname = $1 ORDER BY 1", {schema}));
    std::vector<std::string> out;
    for (int row = 0; row < rows.size(); ++row)
        out.push_back(rows.string(row, 0));
    return out;
}

Result<void> dumpSequences(Connection &connection, const std::string &schema, PackedFile &file)
{
    GW_TRY(const Rows rows,
           connection.query(
               "SELECT json_build_object('sequence', sequencename::text, 'value', last_value)::text "
               "FROM pg_sequences WHERE schemaname = $1 AND last_value IS NOT NULL",
               {schema}));
    std::string lines;
    for (int row = 0; row < rows.size(); ++row)
        lines += rows.string(row, 0) + "\n";
    return file.write(lines);
}

// The lines of a zstd-compressed file, one after another.
class PackedLines
{
public:
    explicit PackedLines(const std::string &name)
        : m_name(name)
        , m_file(std::fopen(name.c_str(), "rbe"), &std::fclose)
        , m_stream(ZSTD_createDStream(), &ZSTD_freeDStream)
        , m_in(ZSTD_DStreamInSize(), '\0')
        , m_out(ZSTD_DStreamOutSize(), '\0')
    {}
    // Nothing: there are no more.
    Result<std::optional<std::string_view>> next()
    {
        for (;;) {
            const std::size_t end = m_text.find('\n', m_at);
            if (end != std::string::npos) {
                const std::string_view line = std::string_view(m_text).substr(m_at, end - m_at);
                m_at = end + 1;
                return std::optional(line);
            }
            m_text.erase(0, std::exchange(m_at, 0));
            GW_TRY(const bool more, readOn());
            if (!more)
                return m_text.empty() && m_whole ? Result<std::optional<std::string_view>>(std::nullopt)
                                                 : Result<std::optional<std::string_view>>(damaged());
        }
    }

private:
    Error damaged() const { return {.message = m_name + " is damaged or cannot be read"}; }
    Result<bool> readOn()
    {
        if (!m_file)
            return damaged();
        if (m_read.pos == m_read.size) {
            m_read = {m_in.data(), std::fread(m_in.data(), 1, m_in.size(), m_file.get()), 0};
            if (m_read.size == 0)
                return false;
        }
        ZSTD_outBuffer out{m_out.data(), m_out.size(), 0};
        const std::size_t left = ZSTD_decompressStream(m_stream.get(), &out, &m_read);
        if (ZSTD_isError(left) != 0)
            return damaged();
        m_whole = left == 0;
        m_text.append(m_out.data(), out.pos);
        return true;
    }

    const std::string m_name;
    const std::unique_ptr<std::FILE, int (*)(std::FILE *)> m_file;
    const std::unique_ptr<ZSTD_DStream, std::size_t (*)(ZSTD_DStream *)> m_stream;
    std::string m_in;
    std::string m_out;
    std::string m_text;
    std::size_t m_at = 0;
    ZSTD_inBuffer m_read{};
    bool m_whole = false;
};

// Rows of a dump on their way into tables.
class Loading
{
public:
    Loading(Connection &connection, std::string schema)
        : m_connection(connection)
        , m_schema(std::move(schema))
    {}

    Result<std::int64_t> run(PackedLines &lines)
    {
        GW_CHECK(mustBeEmpty());
        for (;;) {
            GW_TRY(const auto line, lines.next());
            if (!line)
                break;
            GW_CHECK(take(*line));
        }
        GW_CHECK(flush());
        return m_count;
    }

private:
    Result<void> mustBeEmpty()
    {
        GW_TRY(const auto tables, tablesOf(m_connection, m_schema));
        for (const std::string &table : tables) {
            if (table == kSteps || table == kFacts)
                continue;
            GW_TRY(const Rows any, m_connection.query("SELECT EXISTS (SELECT 1 FROM " + quoted(m_schema) +
                                                      "." + quoted(table) + ")"));
            if (any.flag(0, 0))
                return Error{.message = "the database holds rows already, in " + m_schema + "." + table};
        }
        return {};
    }

    Result<void> take(std::string_view line)
    {
        // {"table":NAME,"row":{...}}: the row is passed on as it stands, so that no number changes.
        constexpr std::string_view kRow = ",\"row\":";
        GW_TRY(const json::Value value, json::parse(line));
        const json::Object *object = value.if_object();
        if (!object)
            return Error{.message = "a line of the dump is no object"};
        if (const std::string sequence(json::stringOr(*object, "sequence")); !sequence.empty())
            return continueSequence(sequence, json::findInt(*object, "value").value_or(1));
        const std::string table(json::stringOr(*object, "table"));
        const std::size_t begin = line.find(kRow);
        if (table.empty() || begin == std::string_view::npos || !line.ends_with('}'))
            return Error{.message = "a line of the dump is no row"};
        if (table.ends_with("." + quoted(kSteps)))
            return mustBeKnown(object->at("row"));
        if (table != m_table || m_rows.size() > kBytesAtOnce)
            GW_CHECK(flush());
        m_table = table;
        m_rows += m_rows.empty() ? "[" : ",";
        m_rows += line.substr(begin + kRow.size(), line.size() - begin - kRow.size() - 1);
        ++m_count;
        return {};
    }

    Result<void> continueSequence(const std::string &name, std::int64_t at)
    {
        GW_CHECK(flush());
        return m_connection.run("SELECT setval($1::regclass, $2::bigint)",
                                {quoted(m_schema) + "." + quoted(name), at});
    }

    Result<void> mustBeKnown(const json::Value &step)
    {
        const std::string name(step.is_object() ? json::stringOr(step.get_object(), "name") : "");
        GW_TRY(const Rows known,
               m_connection.query(
                   "SELECT 1 FROM " + quoted(m_schema) + "." + quoted(kSteps) + " WHERE name = $1", {name}));
        if (known.empty())
            return Error{.message =
                             "a newer version has made this dump: the step " + name + " is not known here"};
        return {};
    }

    Result<void> flush()
    {
        if (m_rows.empty())
            return {};
        const std::string rows = std::exchange(m_rows, {}) + "]";
        // A JSON null reads as no value at all; where there must be one it was that null.
        GW_TRY(const Rows columns,
               m_connection.query("SELECT string_agg(CASE WHEN attnotnull AND atttypid IN ('json'::regtype, "
                                  "'jsonb'::regtype) THEN format('COALESCE(%1$I, ''null'')', attname) ELSE "
                                  "quote_ident(attname) END, ',' ORDER BY attnum) FROM pg_attribute WHERE "
                                  "attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
                                  {m_table}));
        return m_connection.run("INSERT INTO " + m_table + " SELECT " + columns.string(0, 0) +
                                    " FROM json_populate_recordset(NULL::" + m_table +
                                    ", $1::json) ON CONFLICT DO NOTHING",
                                {rows});
    }

    Connection &m_connection;
    const std::string m_schema;
    std::string m_table;
    std::string m_rows;
    std::int64_t m_count = 0;
};

}   // namespace

Result<void> dumpSchema(Connection &connection, const std::string &schema, const std::string &file)
{
    connection.setAnswerMs(kWholeMs);
    return connection.transaction([&]() -> Result<void> {
        GW_CHECK(connection.run("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"));
        GW_TRY(const auto tables, tablesOf(connection, schema));
        PackedFile out(file);
        for (const std::string &name : tables) {
            // What tells versions apart comes first.
            if (name == kSteps)
                GW_CHECK(dumpTable(connection, quoted(schema) + "." + quoted(name), out));
        }
        for (const std::string &name : tables) {
            if (name != kSteps)
                GW_CHECK(dumpTable(connection, quoted(schema) + "." + quoted(name), out));
        }
        GW_CHECK(dumpSequences(connection, schema, out));
        return out.finish();
    });
}

Result<std::int64_t> loadSchema(Connection &connection, const std::string &schema, const std::string &file)
{
    connection.setAnswerMs(kWholeMs);
    std::int64_t count = 0;
    GW_CHECK(connection.transaction([&]() -> Result<void> {
        PackedLines lines(file);
        GW_TRY(count, Loading(connection, schema).run(lines));
        return {};
    }));
    return count;
}

Result<void> dumpTables(Connection &connection, const std::string &schema,
                        const std::vector<const char *> &tables, const std::string &file)
{
    PackedFile out(file);
    for (const char *name : tables) {
        const std::string table = quoted(schema) + "." + quoted(name);
        GW_TRY(const Rows there, connection.query("SELECT to_regclass($1) IS NOT NULL", {table}));
        if (there.flag(0, 0))
            GW_CHECK(dumpTable(connection, table, out));
    }
    return out.finish();
}

}   // namespace gw::postgres
