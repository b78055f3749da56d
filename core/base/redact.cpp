#include "core/base/redact.h"

#include <algorithm>
#include <array>

namespace gw {

namespace {

constexpr std::size_t kShown = 4;
constexpr std::size_t kMinKey = 12;

bool isKeyCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/' || c == '+' || c == '=';
}

bool startsWithIgnoringCase(std::string_view text, std::string_view word)
{
    return text.size() >= word.size() &&
           std::equal(word.begin(), word.end(), text.begin(), [](char a, char b) {
               return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b + 32) : b);
           });
}

// Length of the introduction if a secret begins behind it here, else 0. keyLike: the introduction is part of
// the key.
std::size_t introduction(std::string_view text, bool &keyLike)
{
    static constexpr std::array kKeys{
        std::string_view("sk-"), std::string_view("gsk_"), std::string_view("aiza"), std::string_view("xai-"),
        std::string_view("hf_"), std::string_view("akia"), std::string_view("ghp_"), std::string_view("eyj")};
    static constexpr std::array kNames{std::string_view("bearer "),   std::string_view("api_key="),
                                       std::string_view("api-key="),  std::string_view("api_key: "),
                                       std::string_view("password="), std::string_view("key=")};
    for (const std::string_view key : kKeys) {
        if (startsWithIgnoringCase(text, key)) {
            keyLike = true;
            return key.size();
        }
    }
    for (const std::string_view name : kNames) {
        if (startsWithIgnoringCase(text, name)) {
            keyLike = false;
            return name.size();
        }
    }
    return 0;
}

}   // namespace

std::string redacted(std::string_view text)
{
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        bool keyLike = false;
        const bool boundary =
            at == 0 || !isKeyCharacter(text[at - 1]) || text[at - 1] == '=' || text[at - 1] == '/';
        const std::size_t intro = boundary ? introduction(text.substr(at), keyLike) : 0;
        if (intro == 0) {
            out += text[at++];
            continue;
        }
        std::size_t end = at + intro;
        while (end < text.size() && isKeyCharacter(text[end]))
            ++end;
        const std::size_t secret = keyLike ? end - at : end - at - intro;
        if (secret < (keyLike ? kMinKey : 1)) {
            out += text[at++];
            continue;
        }
        out += text.substr(at, intro);
        out += "****";
        if (keyLike && secret > 2 * kMinKey)
            out += text.substr(end - kShown, kShown);
        at = end;
    }
    return out;
}

}   // namespace gw
