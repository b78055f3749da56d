#include "core/redis/settings.h"

#include "core/wire/query.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gw::redis {

namespace {

constexpr int kMaxDb = 1'000'000;

std::optional<int> number(std::string_view text, int most)
{
    int value = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (code != std::errc() || end != text.data() + text.size() || value < 0 || value > most)
        return std::nullopt;
    return value;
}

Error wrong(const char *what)
{
    return {.code = ErrorCode::BadRequest, .message = std::string("the Redis URL has ") + what};
}

// Cuts "user:password@" off the front of rest.
void takeAccount(std::string_view &rest, Settings &out)
{
    const std::size_t slash = rest.find_first_of("/?");
    const std::size_t at = rest.substr(0, slash).rfind('@');
    if (at == std::string_view::npos)
        return;
    const std::string_view account = rest.substr(0, at);
    rest.remove_prefix(at + 1);
    const std::size_t colon = account.find(':');
    out.username = wire::percentDecoded(account.substr(0, colon));
    if (colon != std::string_view::npos)
        out.password = Secret(wire::percentDecoded(account.substr(colon + 1)));
}

Result<void> takeParameter(std::string_view name, const std::string &value, Settings &out)
{
    if (name == "db") {
        const auto db = number(value, kMaxDb);
        if (!db)
            return wrong("a database that is no number");
        out.db = *db;
    } else if (name == "ssl_cert_reqs") {
        if (!setCertificateRules(value, out.tls))
            return wrong("an unknown ssl_cert_reqs: none, optional or required is meant");
    } else if (name == "ssl_check_hostname") {
        out.tls.checkHost = value != "false" && value != "False" && value != "0";
    } else if (name == "ssl_ca_certs") {
        out.tls.caFile = value;
    } else if (name == "ssl_certfile") {
        out.tls.certificateFile = value;
    } else if (name == "ssl_keyfile") {
        out.tls.keyFile = value;
    }
    return {};
}

// Cuts "?name=value&..." off the end of rest.
Result<void> takeQuery(std::string_view &rest, Settings &out)
{
    const std::size_t mark = rest.find('?');
    if (mark == std::string_view::npos)
        return {};
    std::string_view query = rest.substr(mark + 1);
    rest = rest.substr(0, mark);
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view one = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = std::min(one.find('='), one.size());
        GW_CHECK(takeParameter(one.substr(0, equals),
                               wire::percentDecoded(one.substr(std::min(equals + 1, one.size()))), out));
    }
    return {};
}

Result<void> takeHost(std::string_view host, Settings &out)
{
    std::size_t colon = host.rfind(':');
    if (host.starts_with('[')) {
        const std::size_t close = host.find(']');
        if (close == std::string_view::npos)
            return wrong("an address without its closing bracket");
        colon = close + 1 < host.size() ? close + 1 : std::string_view::npos;
        out.host = host.substr(1, close - 1);
    } else if (const std::string_view name = host.substr(0, colon); !name.empty()) {
        out.host = wire::percentDecoded(name);
    }
    if (colon == std::string_view::npos)
        return {};
    const auto port = number(host.substr(colon + 1), 65535);
    if (!port || *port == 0)
        return wrong("a port that is no number from 1 to 65535");
    out.port = static_cast<std::uint16_t>(*port);
    return {};
}

}   // namespace

std::string Settings::place() const
{
    const std::string where = !unixPath.empty() ? unixPath : host + ":" + std::to_string(port);
    return where + "/" + std::to_string(db);
}

bool Settings::samePlace(const Settings &other) const
{
    return place() == other.place() && username == other.username &&
           password.equals(other.password.reveal()) && connectMs == other.connectMs &&
           commandMs == other.commandMs && tls == other.tls;
}

bool setCertificateRules(std::string_view word, Settings::Tls &tls)
{
    if (word != "none" && word != "optional" && word != "required")
        return false;
    tls.verify = word != "none";
    return true;
}

Result<Settings> parseUrl(std::string_view url)
{
    Settings out;
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return wrong("no scheme: redis://host:6379/0 is meant");
    const std::string_view name = url.substr(0, scheme);
    std::string_view rest = url.substr(scheme + 3);
    if (name != "redis" && name != "rediss" && name != "unix")
        return wrong("an unknown scheme: redis://, rediss:// or unix:// is meant");
    out.tls.on = name == "rediss";
    takeAccount(rest, out);
    GW_CHECK(takeQuery(rest, out));
    if (name == "unix") {
        if (!rest.starts_with('/'))
            return wrong("no path of a socket");
        out.unixPath = wire::percentDecoded(rest);
        return out;
    }
    const std::size_t slash = rest.find('/');
    GW_CHECK(takeHost(rest.substr(0, slash), out));
    if (slash != std::string_view::npos && slash + 1 < rest.size()) {
        const auto db = number(rest.substr(slash + 1), kMaxDb);
        if (!db)
            return wrong("a database that is no number");
        out.db = *db;
    }
    return out;
}

}   // namespace gw::redis
