#include "core/postgres/connection.h"

#include <algorithm>
#include <chrono>
#include <poll.h>

namespace gw::postgres {

namespace {

// How long a wait lasts before stop is looked at.
constexpr int kSliceMs = 50;

std::int64_t nowMs()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(steady_clock::now().time_since_epoch()).count();
}

// libpq's texts end in line breaks and may have several lines; the first says what is wrong.
std::string firstLine(const char *text)
{
    const std::string_view all(text ? text : "");
    return std::string(all.substr(0, all.find('\n')));
}

// "FATAL:  3D000: database ..." of a failed start: the code, which libpq gives in no other way.
std::string stateIn(std::string_view message)
{
    const std::size_t colon = message.find(":  ");
    if (colon == std::string_view::npos || message.size() < colon + 9 || message[colon + 8] != ':')
        return {};
    const std::string_view state = message.substr(colon + 3, 5);
    const bool good =
        std::ranges::all_of(state, [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); });
    return good ? std::string(state) : std::string();
}

}   // namespace

std::string arrayOf(const std::vector<std::string> &values)
{
    std::string out = "{";
    for (const std::string &value : values) {
        if (out.size() > 1)
            out += ',';
        out += '"';
        for (const char c : value) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        out += '"';
    }
    return out + '}';
}

std::string quoted(std::string_view identifier)
{
    std::string out = "\"";
    for (const char c : identifier) {
        if (c == '"')
            out += '"';
        out += c;
    }
    return out + '"';
}

std::string copyField(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        switch (c) {
        case '\\':
            out += "\\\\";
            break;
        case '\t':
            out += "\\t";
            break;
        case '\n':
            out += "\\n";
            break;
        case '\r':
            out += "\\r";
            break;
        default:
            out += c;
        }
    }
    return out;
}

Result<std::unique_ptr<Connection>> Connection::open(const Settings &settings, const std::string &name,
                                                     const std::atomic<bool> *stop)
{
    std::unique_ptr<Connection> made(new Connection(settings, stop));
    GW_CHECK(made->connect(name));
    return made;
}

Connection::~Connection() = default;

std::string Connection::protocol() const
{
    const char *name =
        PQsslInUse(m_connection.get()) != 0 ? PQsslAttribute(m_connection.get(), "protocol") : nullptr;
    return name ? name : "";
}

Result<void> Connection::connect(const std::string &name)
{
    std::vector<std::pair<std::string, std::string>> all{
        {"host", m_settings.hosts},
        {"port", m_settings.ports},
        {"user", m_settings.username},
        {"password", m_settings.password.reveal()},
        {"dbname", m_settings.database},
        {"application_name", name},
        {"client_encoding", "UTF8"},
        // A search for a Kerberos ticket may take seconds.
        {"gssencmode", "disable"},
        {"keepalives_idle", "10"},
        {"keepalives_interval", "5"},
        {"keepalives_count", "3"},
        {"tcp_user_timeout", std::to_string(m_settings.answerMs)}};
    for (const auto &pair : m_settings.more)
        all.push_back(pair);
    std::vector<const char *> keys;
    std::vector<const char *> values;
    for (const auto &[key, value] : all) {
        if (value.empty())
            continue;
        keys.push_back(key.c_str());
        values.push_back(value.c_str());
    }
    keys.push_back(nullptr);
    values.push_back(nullptr);
    m_connection.reset(PQconnectStartParams(keys.data(), values.data(), 0));
    if (!m_connection || PQstatus(m_connection.get()) == CONNECTION_BAD)
        return lost(firstLine(PQerrorMessage(m_connection.get())));
    // So that the texts of failures begin with their SQLSTATE.
    PQsetErrorVerbosity(m_connection.get(), PQERRORS_VERBOSE);
    const std::int64_t deadline = nowMs() + m_settings.connectMs;
    for (PostgresPollingStatusType step = PGRES_POLLING_WRITING; step != PGRES_POLLING_OK;
         step = PQconnectPoll(m_connection.get())) {
        if (step == PGRES_POLLING_FAILED) {
            Error error = lost(firstLine(PQerrorMessage(m_connection.get())));
            error.upstreamCode = stateIn(error.message);
            return error;
        }
        if (!wait(step == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
            return lost(m_settings.place() + " does not answer");
    }
    PQsetErrorVerbosity(m_connection.get(), PQERRORS_DEFAULT);
    PQsetNoticeReceiver(
        m_connection.get(), [](void *, const PGresult *) {}, nullptr);
    if (PQsetnonblocking(m_connection.get(), 1) != 0)
        return lost(firstLine(PQerrorMessage(m_connection.get())));
    m_alive = true;
    // A transaction whose owner hangs must not hold up the others, and whoever waits for it is told before it
    // takes the server for silent.
    return script("SET lock_timeout = " + std::to_string(m_settings.answerMs / 2) +
                  "; SET idle_in_transaction_session_timeout = '20s'; "
                  "SET TIME ZONE 'UTC'; SET standard_conforming_strings = on");
}

bool Connection::wait(short events, std::int64_t deadlineMs)
{
    for (;;) {
        const std::int64_t left = deadlineMs - nowMs();
        if (left <= 0 || (m_stop && m_stop->load(std::memory_order_relaxed)))
            return false;
        pollfd watched{PQsocket(m_connection.get()), events, 0};
        const int slice = static_cast<int>(m_stop ? std::min<std::int64_t>(left, kSliceMs) : left);
        if (::poll(&watched, 1, slice) > 0)
            return true;
    }
}

Error Connection::lost(const std::string &why)
{
    m_alive = false;
    return {.code = ErrorCode::DatabaseAway, .message = "database unavailable: " + why};
}

Error Connection::refused(const PGresult *result) const
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return {.code = ErrorCode::Internal,
            .message = "the database refuses: " + firstLine(PQresultErrorMessage(result)),
            .upstreamCode = state ? state : ""};
}

Result<void> Connection::flush()
{
    for (;;) {
        const int left = PQflush(m_connection.get());
        if (left == 0)
            return {};
        if (left < 0)
            return lost(firstLine(PQerrorMessage(m_connection.get())));
        // The server may wait for us to read before it reads on.
        if (!wait(POLLIN | POLLOUT, nowMs() + m_settings.answerMs))
            return lost(m_settings.place() + " takes nothing");
        if (PQconsumeInput(m_connection.get()) == 0)
            return lost(firstLine(PQerrorMessage(m_connection.get())));
    }
}

Result<PGresult *> Connection::next()
{
    while (PQisBusy(m_connection.get()) != 0) {
        if (!wait(POLLIN, nowMs() + m_settings.answerMs))
            return lost(m_settings.place() + " does not answer");
        if (PQconsumeInput(m_connection.get()) == 0)
            return lost(firstLine(PQerrorMessage(m_connection.get())));
    }
    return PQgetResult(m_connection.get());
}

Result<Rows> Connection::answer()
{
    GW_CHECK(flush());
    Rows last;
    std::optional<Error> problem;
    for (;;) {
        GW_TRY(PGresult * raw, next());
        if (!raw)
            break;
        Rows rows(raw);
        switch (PQresultStatus(raw)) {
        case PGRES_FATAL_ERROR:
        case PGRES_BAD_RESPONSE:
        case PGRES_NONFATAL_ERROR:
            if (!problem)
                problem = refused(raw);
            break;
        case PGRES_COPY_IN:
        case PGRES_COPY_OUT:
        case PGRES_COPY_BOTH:
            return rows;
        default:
            last = std::move(rows);
        }
    }
    if (PQstatus(m_connection.get()) == CONNECTION_BAD)
        return lost(problem ? problem->message : firstLine(PQerrorMessage(m_connection.get())));
    if (problem)
        return *problem;
    return last;
}

Result<Rows> Connection::query(const std::string &sql, const Parameters &parameters)
{
    if (!m_alive)
        return lost("the connection is gone");
    std::vector<const char *> texts;
    texts.reserve(parameters.size());
    for (const Parameter &one : parameters)
        texts.push_back(one.text());
    if (PQsendQueryParams(m_connection.get(), sql.c_str(), static_cast<int>(texts.size()), nullptr,
                          texts.data(), nullptr, nullptr, 0) == 0)
        return lost(firstLine(PQerrorMessage(m_connection.get())));
    return answer();
}

Result<void> Connection::run(const std::string &sql, const Parameters &parameters)
{
    const auto rows = query(sql, parameters);
    return rows.ok() ? Result<void>() : rows.error();
}

Result<void> Connection::script(const std::string &sql)
{
    if (!m_alive)
        return lost("the connection is gone");
    if (PQsendQuery(m_connection.get(), sql.c_str()) == 0)
        return lost(firstLine(PQerrorMessage(m_connection.get())));
    const auto rows = answer();
    return rows.ok() ? Result<void>() : rows.error();
}

Result<void> Connection::transaction(const std::function<Result<void>()> &work)
{
    GW_CHECK(run("BEGIN"));
    Result<void> done = work();
    if (done.ok())
        done = run("COMMIT");
    if (!done.ok() && m_alive) {
        if (const auto undone = run("ROLLBACK"); !undone.ok())
            m_alive = false;
    }
    return done;
}

Result<void> Connection::copyIn(const std::string &sql, std::string_view lines)
{
    if (!m_alive)
        return lost("the connection is gone");
    if (PQsendQuery(m_connection.get(), sql.c_str()) == 0)
        return lost(firstLine(PQerrorMessage(m_connection.get())));
    GW_TRY(const Rows begun, answer());
    constexpr std::size_t kPiece = 1 << 20;
    while (!lines.empty()) {
        const std::string_view piece = lines.substr(0, kPiece);
        const int put = PQputCopyData(m_connection.get(), piece.data(), static_cast<int>(piece.size()));
        if (put < 0)
            return lost(firstLine(PQerrorMessage(m_connection.get())));
        GW_CHECK(flush());
        if (put > 0)
            lines.remove_prefix(piece.size());
    }
    while (true) {
        const int ended = PQputCopyEnd(m_connection.get(), nullptr);
        if (ended < 0)
            return lost(firstLine(PQerrorMessage(m_connection.get())));
        GW_CHECK(flush());
        if (ended > 0)
            break;
    }
    const auto rows = answer();
    return rows.ok() ? Result<void>() : rows.error();
}

std::vector<Notification> Connection::notifications()
{
    std::vector<Notification> out;
    if (!m_alive)
        return out;
    if (PQconsumeInput(m_connection.get()) == 0)
        m_alive = false;
    while (PGnotify *one = PQnotifies(m_connection.get())) {
        out.push_back({one->relname, one->extra ? one->extra : ""});
        PQfreemem(one);
    }
    // What the server says before it hangs up.
    if (PQstatus(m_connection.get()) == CONNECTION_BAD)
        m_alive = false;
    return out;
}

}   // namespace gw::postgres
