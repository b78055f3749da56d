#include "core/postgres/settings.h"

#include "core/wire/query.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace gw::postgres {

namespace {

// What libpq is given as it stands; connect_timeout is read apart.
constexpr std::array<std::string_view, 15> kPassedOn{"sslmode",    "sslrootcert", "sslcert",
                                                     "sslkey",     "sslcrl",      "sslpassword",
                                                     "sslsni",     "gssencmode",  "channel_binding",
                                                     "krbsrvname", "passfile",    "target_session_attrs",
                                                     "service",    "requirepeer", "ssl_min_protocol_version"};

Error wrong(const char *what)
{
    return {.code = ErrorCode::BadRequest, .message = std::string("the database URL has ") + what};
}

std::optional<int> number(std::string_view text, int least, int most)
{
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || value < least || value > most)
        return std::nullopt;
    return value;
}

// Cuts "user:password@" off the front.
void takeAccount(std::string_view &authority, Settings &out)
{
    const std::size_t at = authority.rfind('@');
    if (at == std::string_view::npos)
        return;
    const std::string_view account = authority.substr(0, at);
    authority.remove_prefix(at + 1);
    const std::size_t colon = account.find(':');
    out.username = wire::percentDecoded(account.substr(0, colon));
    if (colon != std::string_view::npos)
        out.password = Secret(wire::percentDecoded(account.substr(colon + 1)));
}

// "host:port,[::1]:port".
Result<void> takeHosts(std::string_view authority, Settings &out)
{
    if (authority.empty())
        return {};
    out.hosts.clear();
    out.ports.clear();
    while (true) {
        const std::size_t comma = authority.find(',');
        const std::string_view one = authority.substr(0, comma);
        std::string_view host = one;
        std::string_view port = "5432";
        std::size_t colon = one.rfind(':');
        if (one.starts_with('[')) {
            const std::size_t close = one.find(']');
            if (close == std::string_view::npos)
                return wrong("an address without its closing bracket");
            host = one.substr(1, close - 1);
            colon = close + 1 < one.size() ? close + 1 : std::string_view::npos;
        } else {
            host = one.substr(0, colon);
        }
        if (colon != std::string_view::npos)
            port = one.substr(colon + 1);
        if (!number(port, 1, 65535))
            return wrong("a port that is no number from 1 to 65535");
        out.hosts += host.empty() ? "localhost" : wire::percentDecoded(host);
        out.ports += port;
        if (comma == std::string_view::npos)
            return {};
        out.hosts += ',';
        out.ports += ',';
        authority.remove_prefix(comma + 1);
    }
}

Result<void> takeParameter(const std::string &name, std::string value, Settings &out)
{
    if (name == "host") {
        out.hosts = std::move(value);
    } else if (name == "port") {
        if (!number(value, 1, 65535))
            return wrong("a port that is no number from 1 to 65535");
        out.ports = std::move(value);
    } else if (name == "user") {
        out.username = std::move(value);
    } else if (name == "password") {
        out.password = Secret(std::move(value));
    } else if (name == "dbname") {
        out.database = std::move(value);
    } else if (name == "schema") {
        out.foreignSchema = std::move(value);
    } else if (name == "connect_timeout") {
        // Seconds; 0 means for ever to others. Nobody waits for ever here.
        if (const auto seconds = number(value, 1, 3600))
            out.connectMs = *seconds * 1000;
    } else if (std::ranges::find(kPassedOn, name) != kPassedOn.end()) {
        out.more.emplace_back(name, std::move(value));
    } else {
        out.ignored.push_back(name);
    }
    return {};
}

Result<void> takeQuery(std::string_view query, Settings &out)
{
    while (!query.empty()) {
        const std::size_t next = query.find('&');
        const std::string_view pair = query.substr(0, next);
        query.remove_prefix(next == std::string_view::npos ? query.size() : next + 1);
        const std::size_t equals = pair.find('=');
        if (pair.empty())
            continue;
        GW_CHECK(takeParameter(
            wire::percentDecoded(pair.substr(0, equals)),
            equals == std::string_view::npos ? std::string() : wire::percentDecoded(pair.substr(equals + 1)),
            out));
    }
    return {};
}

std::string textOf(const Environment &environment, const char *name)
{
    return environment(name).value_or("");
}

// DATABASE_HOST and its friends.
Result<std::optional<Settings>> fromParts(const Environment &environment)
{
    Settings out;
    out.hosts = textOf(environment, "DATABASE_HOST");
    out.database = textOf(environment, "DATABASE_NAME");
    if (out.hosts.empty() || out.database.empty())
        return std::optional<Settings>();
    if (const std::string port = textOf(environment, "DATABASE_PORT"); !port.empty()) {
        if (!number(port, 1, 65535))
            return Error{.code = ErrorCode::BadRequest,
                         .message = "DATABASE_PORT is no number from 1 to 65535"};
        out.ports = port;
    } else if (const std::size_t colon = out.hosts.rfind(':');
               colon != std::string::npos &&
               number(std::string_view(out.hosts).substr(colon + 1), 1, 65535) &&
               out.hosts.find(':') == colon) {
        out.ports = out.hosts.substr(colon + 1);
        out.hosts.resize(colon);
    }
    out.username = textOf(environment, "DATABASE_USERNAME");
    if (out.username.empty())
        out.username = textOf(environment, "DATABASE_USER");
    out.password = Secret(textOf(environment, "DATABASE_PASSWORD"));
    if (const std::string schema = textOf(environment, "DATABASE_SCHEMA"); !schema.empty())
        out.foreignSchema = schema;
    return std::optional(std::move(out));
}

}   // namespace

std::string Settings::place() const
{
    if (hosts.find(',') == std::string::npos)
        return hosts + ":" + ports + "/" + database;
    return hosts + "/" + database;
}

Result<Settings> parseUrl(std::string_view url)
{
    Settings out;
    const std::size_t scheme = url.find("://");
    const std::string_view name = url.substr(0, scheme == std::string_view::npos ? 0 : scheme);
    if (name != "postgres" && name != "postgresql")
        return wrong("no scheme that is known: postgresql://user:password@host:5432/name is meant");
    std::string_view rest = url.substr(scheme + 3);
    const std::size_t mark = rest.find('?');
    const std::string_view query =
        mark == std::string_view::npos ? std::string_view() : rest.substr(mark + 1);
    rest = rest.substr(0, mark);
    // A slash may stand unescaped in a password, never behind it.
    const std::size_t at = rest.rfind('@');
    const std::size_t slash = rest.find('/', at == std::string_view::npos ? 0 : at);
    std::string_view authority = rest.substr(0, slash);
    takeAccount(authority, out);
    GW_CHECK(takeHosts(authority, out));
    if (slash != std::string_view::npos)
        out.database = wire::percentDecoded(rest.substr(slash + 1));
    GW_CHECK(takeQuery(query, out));
    if (out.database.empty())
        out.database = out.username;
    if (out.database.empty())
        return wrong("no name of a database");
    return out;
}

Result<std::optional<Settings>> chooseDatabase(const std::string &configUrl, const Environment &environment)
{
    std::string url = configUrl.empty() ? textOf(environment, "DATABASE_URL") : configUrl;
    if (url.starts_with("sqlite:"))
        return std::optional<Settings>();
    if (url.empty())
        return fromParts(environment);
    GW_TRY(Settings chosen, parseUrl(url));
    if (const std::string direct = textOf(environment, "DIRECT_URL"); !direct.empty()) {
        GW_TRY(Settings past, parseUrl(direct));
        return std::optional(std::move(past));
    }
    return std::optional(std::move(chosen));
}

}   // namespace gw::postgres
