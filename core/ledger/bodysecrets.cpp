#include "core/ledger/bodysecrets.h"

#include <algorithm>
#include <array>
#include <optional>

namespace gw::ledger {

namespace {

// So many letters without a break are a picture or a file, not a text.
constexpr std::size_t kLongRun = 200;

// A part of the text, both as places in it.
struct Range
{
    std::size_t begin = 0;
    std::size_t end = 0;
};

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

bool isWord(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
}

bool isKey(char c)
{
    return isWord(c) || c == '.' || c == '/' || c == '+' || c == '=' || c == '~';
}

bool isEscape(char c)
{
    return c == 'n' || c == 't' || c == 'r';
}

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool beginsWith(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() && std::equal(word.begin(), word.end(), text.begin(),
                                                    [](char a, char b) { return lower(a) == lower(b); });
}

std::size_t behind(std::string_view text, std::size_t at, bool (*in)(char))
{
    while (at < text.size() && in(text[at]))
        ++at;
    return at;
}

// How a key of a provider begins, and how long it is at least with that.
struct Shape
{
    std::string_view begin;
    std::size_t least;
};
constexpr std::array kShapes{Shape{"sk-", 16},
                             Shape{"sk_live_", 16},
                             Shape{"rk_live_", 16},
                             Shape{"gsk_", 16},
                             Shape{"AIza", 30},
                             Shape{"AKIA", 16},
                             Shape{"ASIA", 16},
                             Shape{"xai-", 16},
                             Shape{"hf_", 16},
                             Shape{"ghp_", 16},
                             Shape{"gho_", 16},
                             Shape{"ghs_", 16},
                             Shape{"github_pat_", 20},
                             Shape{"glpat-", 16},
                             Shape{"xoxb-", 16},
                             Shape{"xoxp-", 16},
                             Shape{"pplx-", 16},
                             Shape{"nvapi-", 16},
                             Shape{"r8_", 16},
                             Shape{"fw_", 16},
                             Shape{"tgp_v1_", 16},
                             Shape{"sess-", 24},
                             Shape{"ya29.", 20},
                             Shape{"eyJ", 40},
                             Shape{"AWS4-HMAC-SHA256", 16}};

// At the beginning of a word: a key that is known by its shape.
std::optional<Range> keyAt(std::string_view text, std::size_t at, bool cut)
{
    for (const Shape &shape : kShapes) {
        if (!text.substr(at).starts_with(shape.begin))
            continue;
        const std::size_t end = behind(text, at + shape.begin.size(), isKey);
        // A picture in letters may begin like one; web tokens are long, but have points.
        const bool picture =
            end - at > kLongRun && text.substr(at, end - at).find('.') == std::string_view::npos;
        if (!picture && (end - at >= shape.least || (cut && end == text.size())))
            return Range{at, end};
    }
    return std::nullopt;
}

// "Bearer abc": the token.
std::optional<Range> tokenAt(std::string_view text, std::size_t at)
{
    constexpr std::size_t kLeast = 8;
    for (const std::string_view scheme : {std::string_view("bearer "), std::string_view("basic ")}) {
        if (!beginsWith(text.substr(at), scheme))
            continue;
        const std::size_t begin = at + scheme.size();
        const std::size_t end = behind(text, begin, isKey);
        if (end - begin >= kLeast)
            return Range{begin, end};
    }
    return std::nullopt;
}

constexpr std::array kNames{std::string_view("api_key"),
                            std::string_view("apikey"),
                            std::string_view("api-key"),
                            std::string_view("x-api-key"),
                            std::string_view("x-goog-api-key"),
                            std::string_view("authorization"),
                            std::string_view("proxy-authorization"),
                            std::string_view("password"),
                            std::string_view("passwd"),
                            std::string_view("passphrase"),
                            std::string_view("client_secret"),
                            std::string_view("secret_key"),
                            std::string_view("access_token"),
                            std::string_view("refresh_token"),
                            std::string_view("id_token"),
                            std::string_view("auth_token"),
                            std::string_view("private_key"),
                            std::string_view("aws_access_key_id"),
                            std::string_view("aws_secret_access_key"),
                            std::string_view("aws_session_token"),
                            std::string_view("azure_ad_token"),
                            std::string_view("vertex_credentials"),
                            std::string_view("master_key"),
                            std::string_view("cookie"),
                            std::string_view("set-cookie")};

// The word at a place is a name that stands before a secret; OPENAI_API_KEY is one too.
bool isSecretName(std::string_view word)
{
    return std::ranges::any_of(kNames, [&](std::string_view name) {
        if (word.size() < name.size())
            return false;
        const std::size_t before = word.size() - name.size();
        return beginsWith(word.substr(before), name) &&
               (before == 0 || word[before - 1] == '_' || word[before - 1] == '-');
    });
}

// A quote that may be escaped, as JSON within JSON has it: its length, with the quote at the end.
std::size_t quoteAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && text[end] == '\\')
        ++end;
    return end < text.size() && (text[end] == '"' || (end == at && text[end] == '\'')) ? end + 1 - at : 0;
}

// A value without quotes behind a name.
std::optional<Range> bareValue(std::string_view text, std::size_t at)
{
    constexpr std::size_t kLeast = 6;
    if (const auto token = tokenAt(text, at))
        return token;
    const std::size_t end = behind(text, at, isKey);
    const std::string_view word = text.substr(at, end - at);
    const bool plain = word.starts_with("os.environ/") || word.starts_with("keychain/");
    return word.size() >= kLeast && !plain ? std::optional(Range{at, end}) : std::nullopt;
}

// Where the value ends that begins behind a quote with that many strokes before its sign. A quote with fewer
// strokes ends a text around it, and so this one too; one with more belongs to the value.
std::size_t quotedEnd(std::string_view text, std::size_t at, char sign, std::size_t strokes)
{
    while (at < text.size()) {
        const std::size_t last = behind(text, at, [](char c) { return c == '\\'; });
        const std::size_t found = last - at;
        if (last == text.size())
            return last;
        const char c = text[last];
        if (c == sign && found % (2 * (strokes + 1)) == strokes)
            return last - strokes;
        if ((c == '"' && found < std::max<std::size_t>(strokes, 1)) || (c == '\n' && sign == '\''))
            return at;
        at = last + 1;
    }
    return text.size();
}

// Behind a name: ":" or "=", then a quoted or bare value.
std::optional<Range> valueBehind(std::string_view text, std::size_t at)
{
    at += quoteAt(text, at);
    at = behind(text, at, isBlank);
    if (at >= text.size() || (text[at] != ':' && text[at] != '='))
        return std::nullopt;
    at = behind(text, at + 1, isBlank);
    const std::size_t quote = quoteAt(text, at);
    if (quote == 0)
        return bareValue(text, at);
    const std::size_t begin = at + quote;
    const std::size_t end = quotedEnd(text, begin, text[begin - 1], quote - 1);
    const std::string_view value = text.substr(begin, end - begin);
    if (value.empty() || value.starts_with("os.environ/") || value.starts_with("keychain/"))
        return std::nullopt;
    return Range{begin, end};
}

// "-----BEGIN RSA PRIVATE KEY-----" to its end, or to the end of what is there.
std::optional<Range> pemAt(std::string_view text, std::size_t at)
{
    constexpr std::string_view kBegin = "-----BEGIN ";
    constexpr std::string_view kEnd = "-----END ";
    constexpr std::size_t kLine = 64;
    if (!text.substr(at).starts_with(kBegin))
        return std::nullopt;
    const std::size_t title = at + kBegin.size();
    const std::size_t dashes = text.find("-----", title);
    if (dashes == std::string_view::npos || dashes - title > kLine ||
        text.substr(title, dashes - title).find("PRIVATE KEY") == std::string_view::npos)
        return std::nullopt;
    const std::size_t end = text.find(kEnd, dashes);
    if (end != std::string_view::npos) {
        const std::size_t close = text.find("-----", end + kEnd.size());
        if (close != std::string_view::npos && close - end < kLine)
            return Range{at, close + 5};
    }
    // Not closed: up to where the text around it ends.
    return Range{at, std::min(text.find('"', dashes), text.size())};
}

std::optional<Range> secretAt(std::string_view text, std::size_t at, bool cut)
{
    if (text[at] == '-')
        if (const auto pem = pemAt(text, at))
            return pem;
    if (const auto key = keyAt(text, at, cut))
        return key;
    if (const auto token = tokenAt(text, at))
        return token;
    const std::size_t end = behind(text, at, isWord);
    return end > at && isSecretName(text.substr(at, end - at)) ? valueBehind(text, end) : std::nullopt;
}

}   // namespace

std::string withoutSecrets(std::string_view body, bool cut)
{
    std::string out;
    out.reserve(body.size());
    std::size_t copied = 0;
    std::size_t run = 0;   // Of letters without a break.
    for (std::size_t at = 0; at < body.size();) {
        // Nothing begins in the middle of a word, or of a picture in letters; what JSON writes as "\n" is no
        // part of the word behind it.
        const bool escaped = at > 1 && body[at - 2] == '\\' && isEscape(body[at - 1]);
        const bool begins =
            isWord(body[at]) && (at == 0 || escaped || (!isWord(body[at - 1]) && run < kLongRun));
        if (begins) {
            if (const auto secret = secretAt(body, at, cut)) {
                out += body.substr(copied, secret->begin - copied);
                out += kRedacted;
                at = copied = std::max(secret->end, at + 1);
                run = 0;
                continue;
            }
        }
        run = isKey(body[at]) ? run + 1 : 0;
        ++at;
    }
    out += body.substr(copied);
    return out;
}

}   // namespace gw::ledger
