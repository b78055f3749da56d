#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

// The words of the pages, in the language that a browser asks for. English stands in the sources; the others
// are in resources/web/texts.tsv (English, German, Chinese).
namespace gw::web {

enum class Language { English, German, Chinese };

// The first of Accept-Language's languages, by weight (RFC 9110, 12.5.4), that there are texts in.
Language languageOf(std::string_view acceptLanguage);
// "en", "de", "zh-Hans": for the attribute lang.
std::string_view codeOf(Language language);

// A text that a table names and a page says later: only marks it for the test that looks for all texts.
constexpr const char *noop(const char *text)
{
    return text;
}

// Says texts in one language. A value.
class Words
{
public:
    explicit Words(Language language)
        : m_language(language)
    {}
    Language language() const noexcept { return m_language; }
    // The text itself where there is no translation. The table's; lives as long as the program.
    std::string operator()(std::string_view english) const;
    // The same with %1, %2 ... replaced.
    std::string operator()(std::string_view english, std::initializer_list<std::string_view> arguments) const;

    // By the language's habits.
    std::string number(std::int64_t value) const;
    std::string number(double value, int decimals) const;
    // US dollars.
    std::string money(double usd, int decimals) const;
    // "3 d 4 h", "12 min", "8 s": two parts at most.
    std::string span(std::int64_t seconds) const;

private:
    Language m_language;
};

}   // namespace gw::web
