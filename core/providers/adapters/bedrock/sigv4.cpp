#include "core/providers/adapters/bedrock/sigv4.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ctime>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <vector>

namespace gw::providers::bedrock {

namespace {

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";

std::string hex(std::string_view bytes)
{
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    for (const char c : bytes) {
        out += kDigits[static_cast<unsigned char>(c) >> 4];
        out += kDigits[static_cast<unsigned char>(c) & 15];
    }
    return out;
}

std::string sha256(std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, EVP_sha256(), nullptr);
    return {reinterpret_cast<const char *>(digest.data()), size};
}

std::string hmac(std::string_view key, std::string_view bytes)
{
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char *>(bytes.data()), bytes.size(), digest.data(), &size);
    return {reinterpret_cast<const char *>(digest.data()), size};
}

// A URL as the signature sees it.
struct UrlParts
{
    std::string host;   // With the port, where it is not the scheme's own.
    std::string_view path;
    std::string_view query;
};

UrlParts split(std::string_view url)
{
    UrlParts out;
    const std::size_t scheme = url.find("://");
    const std::string_view plainPort = url.starts_with("https:") ? ":443" : ":80";
    if (scheme != std::string_view::npos)
        url.remove_prefix(scheme + 3);
    const std::size_t end = std::min(url.find_first_of("/?"), url.size());
    out.host = url.substr(0, end);
    if (out.host.ends_with(plainPort))
        out.host.resize(out.host.size() - plainPort.size());
    url.remove_prefix(end);
    const std::size_t question = std::min(url.find('?'), url.size());
    out.path = url.substr(0, question);
    out.query = url.substr(std::min(question + 1, url.size()));
    return out;
}

// Every segment is encoded once more, on top of what is on the wire: all services but S3 check it so.
std::string canonicalPath(std::string_view path)
{
    std::string out;
    while (!path.empty()) {
        const std::size_t slash = std::min(path.find('/'), path.size());
        out += uriEncoded(path.substr(0, slash));
        if (slash < path.size())
            out += '/';
        path.remove_prefix(std::min(slash + 1, path.size()));
    }
    return out.empty() ? "/" : out;
}

std::string canonicalQuery(std::string_view query)
{
    std::vector<std::string> items;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        std::string item(query.substr(0, end));
        if (item.find('=') == std::string::npos)
            item += '=';
        items.push_back(std::move(item));
        query.remove_prefix(std::min(end + 1, query.size()));
    }
    std::ranges::sort(items);
    std::string out;
    for (const std::string &item : items)
        out += (out.empty() ? "" : "&") + item;
    return out;
}

std::string lower(std::string_view text)
{
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

// Name and value, sorted by name.
std::vector<std::pair<std::string, std::string>> sorted(const wire::Headers &headers)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto &[name, value] : headers)
        out.emplace_back(lower(name), value);
    std::ranges::sort(out);
    return out;
}

std::string signedNames(const wire::Headers &headers)
{
    std::string out;
    for (const auto &[name, value] : sorted(headers))
        out += (out.empty() ? "" : ";") + name;
    return out;
}

std::string timestamp(std::int64_t unixS)
{
    const auto time = static_cast<std::time_t>(unixS);
    std::tm utc{};
    gmtime_r(&time, &utc);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y%m%dT%H%M%SZ", &utc);
    return {text.data(), size};
}

}   // namespace

std::string uriEncoded(std::string_view text)
{
    static constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string out;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isalnum(byte) != 0 || c == '-' || c == '_' || c == '.' || c == '~') {
            out += c;
        } else {
            out += '%';
            out += kDigits[byte >> 4];
            out += kDigits[byte & 15];
        }
    }
    return out;
}

std::string canonicalRequest(std::string_view method, std::string_view url, const wire::Headers &headers,
                             std::string_view body)
{
    const UrlParts parts = split(url);
    std::string out(method);
    out += "\n" + canonicalPath(parts.path) + "\n" + canonicalQuery(parts.query) + "\n";
    for (const auto &[name, value] : sorted(headers))
        out += name + ":" + value + "\n";
    out += "\n" + signedNames(headers) + "\n" + hex(sha256(body));
    return out;
}

void signV4(wire::Headers &headers, std::string_view url, std::string_view body,
            const AwsCredentials &credentials, const SigningScope &scope)
{
    const std::string time = timestamp(scope.unixS);
    const std::string day = time.substr(0, 8);
    headers.set("x-amz-date", time);
    if (!credentials.sessionToken.isEmpty())
        headers.set("x-amz-security-token", credentials.sessionToken.reveal());
    wire::Headers toSign{{"host", split(url).host}};
    for (const std::string_view name : {"content-type", "x-amz-date", "x-amz-security-token"}) {
        if (const auto value = headers.value(name))
            toSign.add(name, *value);
    }
    const std::string place = day + "/" + scope.region + "/" + scope.service + "/aws4_request";
    const std::string text = std::string(kAlgorithm) + "\n" + time + "\n" + place + "\n" +
                             hex(sha256(canonicalRequest("POST", url, toSign, body)));
    std::string key = hmac("AWS4" + credentials.secretKey.reveal(), day);
    for (const std::string_view step :
         {std::string_view(scope.region), std::string_view(scope.service), std::string_view("aws4_request")})
        key = hmac(key, step);
    headers.set("Authorization", std::string(kAlgorithm) + " Credential=" + credentials.accessKey + "/" +
                                     place + ", SignedHeaders=" + signedNames(toSign) +
                                     ", Signature=" + hex(hmac(key, text)));
}

}   // namespace gw::providers::bedrock
