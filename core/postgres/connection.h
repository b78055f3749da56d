#pragma once

#include "core/base/result.h"
#include "core/postgres/rows.h"
#include "core/postgres/settings.h"

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gw::postgres {

// One parameter of a statement ($1 ...), as text.
class Parameter
{
public:
    Parameter(std::nullopt_t) {}
    Parameter(std::string text)
        : m_text(std::move(text))
    {}
    Parameter(std::string_view text)
        : m_text(std::string(text))
    {}
    Parameter(const char *text)
        : m_text(std::string(text))
    {}
    Parameter(std::int64_t number)
        : m_text(std::to_string(number))
    {}
    Parameter(int number)
        : m_text(std::to_string(number))
    {}
    Parameter(bool flag)
        : m_text(flag ? "t" : "f")
    {}
    const char *text() const noexcept { return m_text ? m_text->c_str() : nullptr; }

private:
    std::optional<std::string> m_text;   // Nothing: NULL.
};
using Parameters = std::vector<Parameter>;

// A PostgreSQL array of texts: one parameter for any number of values (unnest($1::text[])).
std::string arrayOf(const std::vector<std::string> &values);
// "name", for where no parameter may stand.
std::string quoted(std::string_view identifier);

struct Notification
{
    std::string channel;
    std::string payload;
};

// One connection, used by one thread at a time, which it blocks: never longer than its settings allow. What
// fails is DatabaseAway when the connection is gone, and it does not come back; else Internal with the
// SQLSTATE as upstreamCode, and the connection goes on.
class Connection
{
public:
    // name is what the server's list of connections shows. stop (may be null) ends every waiting early when
    // it becomes true. On error upstreamCode holds the SQLSTATE where the server was reached.
    static Result<std::unique_ptr<Connection>> open(const Settings &settings, const std::string &name,
                                                    const std::atomic<bool> *stop = nullptr);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    // One statement.
    Result<Rows> query(const std::string &sql, const Parameters &parameters = {});
    // The same without rows.
    Result<void> run(const std::string &sql, const Parameters &parameters = {});
    // Several statements without parameters, separated by semicolons; one transaction unless they say else.
    Result<void> script(const std::string &sql);
    // Between BEGIN and COMMIT; rolled back when work or COMMIT fails.
    Result<void> transaction(const std::function<Result<void>()> &work);
    // COPY ... FROM STDIN with what lines holds in COPY's text format (copyField() and tabs).
    Result<void> copyIn(const std::string &sql, std::string_view lines);

    bool alive() const noexcept { return m_alive; }
    // To wait for in poll(); readable also when the server has gone.
    int descriptor() const noexcept { return PQsocket(m_connection.get()); }
    // Those that have come since. Reads what is there and does not wait.
    std::vector<Notification> notifications();
    // For statements that may take longer than settings.answerMs.
    void setAnswerMs(int ms) noexcept { m_settings.answerMs = ms; }
    const Settings &settings() const noexcept { return m_settings; }
    // "TLSv1.3"; empty: what is sent can be read on its way.
    std::string protocol() const;

private:
    struct Finish
    {
        void operator()(PGconn *connection) const noexcept { PQfinish(connection); }
    };
    Connection(const Settings &settings, const std::atomic<bool> *stop)
        : m_settings(settings)
        , m_stop(stop)
    {}
    Result<void> connect(const std::string &name);
    // Until the socket can be read (or written); false when time is up.
    bool wait(short events, std::int64_t deadlineMs);
    Result<void> flush();
    // The next result; null: no more.
    Result<PGresult *> next();
    // The last of several results, or the first error.
    Result<Rows> answer();
    Error lost(const std::string &why);
    Error refused(const PGresult *result) const;

    Settings m_settings;
    const std::atomic<bool> *m_stop;
    std::unique_ptr<PGconn, Finish> m_connection;
    bool m_alive = false;
};

// One value of a line for copyIn(): escaped as COPY's text format asks.
std::string copyField(std::string_view text);
// SQLSTATEs that are asked for.
inline constexpr std::string_view kUniqueViolation = "23505";
inline constexpr std::string_view kNoDatabase = "3D000";
inline constexpr std::string_view kDatabaseExists = "42P04";

}   // namespace gw::postgres
