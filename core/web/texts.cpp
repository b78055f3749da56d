#include "core/web/texts.h"

#include "core/base/resources.h"
#include "core/wire/headers.h"

#include <QLocale>

#include <array>
#include <cstdlib>
#include <string>
#include <unordered_map>

namespace gw::web {

namespace {

// German and Chinese by the English text.
using Table = std::unordered_map<std::string, std::array<std::string, 2>>;

Table readTable()
{
    Table out;
    const std::string_view text = resource("web/texts.tsv");
    const QByteArray bytes(text.data(), static_cast<qsizetype>(text.size()));
    for (const QByteArray &line : bytes.split('\n')) {
        const QList<QByteArray> cells = line.split('\t');
        if (cells.size() == 3)
            out[cells[0].toStdString()] = {cells[1].toStdString(), cells[2].toStdString()};
    }
    return out;
}

const Table &table()
{
    static const Table kTable = readTable();
    return kTable;
}

QLocale localeOf(Language language)
{
    switch (language) {
    case Language::German:
        return QLocale(QLocale::German, QLocale::Germany);
    case Language::Chinese:
        return QLocale(QLocale::Chinese, QLocale::China);
    case Language::English:
        break;
    }
    return QLocale(QLocale::English, QLocale::UnitedStates);
}

}   // namespace

Language languageOf(std::string_view acceptLanguage)
{
    Language best = Language::English;
    double bestWeight = 0;
    for (const std::string &item : wire::listItems(acceptLanguage)) {
        const std::size_t semicolon = item.find(';');
        const std::string_view range = wire::trimmed(std::string_view(item).substr(0, semicolon));
        double weight = 1;
        if (const std::size_t q = item.find("q=", semicolon);
            semicolon != std::string::npos && q != std::string::npos)
            weight = std::strtod(item.c_str() + q + 2, nullptr);
        const std::string_view primary = range.substr(0, range.find('-'));
        const auto is = [&](std::string_view name) { return wire::equalsIgnoringCase(primary, name); };
        if (weight <= bestWeight || !(is("en") || is("de") || is("zh")))
            continue;
        bestWeight = weight;
        best = is("de") ? Language::German : is("zh") ? Language::Chinese : Language::English;
    }
    return best;
}

std::string_view codeOf(Language language)
{
    return language == Language::German ? "de" : language == Language::Chinese ? "zh-Hans" : "en";
}

std::string Words::operator()(std::string_view english) const
{
    std::string key(english);
    if (m_language == Language::English)
        return key;
    const auto found = table().find(key);
    if (found == table().end())
        return key;
    return found->second[m_language == Language::German ? 0 : 1];
}

std::string Words::operator()(std::string_view english,
                              std::initializer_list<std::string_view> arguments) const
{
    const std::string pattern = (*this)(english);
    std::string out;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const std::size_t number =
            pattern[i] == '%' && i + 1 < pattern.size() ? static_cast<std::size_t>(pattern[i + 1] - '0') : 0;
        if (number < 1 || number > arguments.size()) {
            out += pattern[i];
            continue;
        }
        out += arguments.begin()[number - 1];
        ++i;
    }
    return out;
}

std::string Words::number(std::int64_t value) const
{
    return localeOf(m_language).toString(static_cast<qlonglong>(value)).toStdString();
}

std::string Words::number(double value, int decimals) const
{
    return localeOf(m_language).toString(value, 'f', decimals).toStdString();
}

std::string Words::money(double usd, int decimals) const
{
    const std::string amount = number(usd, decimals);
    return m_language == Language::German ? amount + "\u00A0$" : "$" + amount;
}

std::string Words::span(std::int64_t seconds) const
{
    struct Unit
    {
        std::int64_t seconds;
        const char *pattern;
    };
    static constexpr std::array kUnits{Unit{86'400, noop("%1 d")}, Unit{3600, noop("%1 h")},
                                       Unit{60, noop("%1 min")}, Unit{1, noop("%1 s")}};
    std::string out;
    int parts = 0;
    for (const Unit &unit : kUnits) {
        const std::int64_t count = seconds / unit.seconds;
        const bool last = unit.seconds == 1 && out.empty();
        if ((count == 0 && !last) || parts == 2)
            continue;
        out += (out.empty() ? "" : " ") + (*this)(unit.pattern, {std::to_string(count)});
        seconds %= unit.seconds;
        ++parts;
    }
    return out;
}

}   // namespace gw::web
