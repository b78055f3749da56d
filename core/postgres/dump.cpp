#include "core/postgres/dump.h"

#include "core/base/json.h"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

namespace gw::postgres {

namespace {

constexpr const char *kRowsAtOnce = "1000";

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

}   // namespace

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
