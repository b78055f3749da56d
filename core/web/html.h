#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

// Markup that cannot hold what somebody else has written by accident: texts are escaped where they are put
// in, and only templates of this program become markup.
namespace gw::web {

// Markup, whole elements or text between them. Only html() and escaped() make it.
class Html
{
public:
    Html() = default;
    const std::string &text() const noexcept { return m_text; }
    bool isEmpty() const noexcept { return m_text.empty(); }
    Html &operator+=(const Html &other)
    {
        m_text += other.m_text;
        return *this;
    }

private:
    friend Html escaped(std::string_view text);
    friend class Filling;
    explicit Html(std::string text)
        : m_text(std::move(text))
    {}

    std::string m_text;
};

// The text as markup shows it, between tags and inside quoted attributes. Bytes that are no UTF-8, and
// control characters that HTML has no place for, become U+FFFD.
Html escaped(std::string_view text);

// What stands for one "{}".
class Slot
{
public:
    explicit Slot(const Html &html)
        : m_html(html)
    {}
    explicit Slot(std::string_view text)
        : m_html(escaped(text))
    {}
    explicit Slot(const std::string &text)
        : m_html(escaped(text))
    {}
    explicit Slot(const char *text)
        : m_html(escaped(text))
    {}
    template <typename Number, std::enable_if_t<std::is_integral_v<Number>, int> = 0>
    explicit Slot(Number number)
        : m_html(escaped(std::to_string(number)))
    {}
    const std::string &text() const noexcept { return m_html.text(); }

private:
    Html m_html;
};

// A literal with as many "{}" as there are arguments; anything else does not compile.
template <std::size_t kSlots>
class Template
{
public:
    // NOLINTNEXTLINE(google-explicit-constructor): stands for the literal.
    consteval Template(const char *text)
        : m_text(text)
    {
        std::size_t count = 0;
        for (std::size_t i = 0; i + 1 < m_text.size(); ++i)
            count += m_text[i] == '{' && m_text[i + 1] == '}' ? 1 : 0;
        if (count != kSlots)
            wrongNumberOfSlots();
    }
    std::string_view text() const noexcept { return m_text; }

private:
    static void wrongNumberOfSlots() {}   // Not constexpr: calling it ends the compilation.

    std::string_view m_text;
};

class Filling
{
public:
    static Html fill(std::string_view text, std::span<const Slot> slots);
};

// The template with its slots filled: Html as it is, everything else escaped. Slots stand between tags or
// inside quoted attributes, never in names, in addresses' schemes or in scripts.
template <typename... Args>
Html html(Template<sizeof...(Args)> text, const Args &...args)
{
    const std::array<Slot, sizeof...(Args)> slots{Slot(args)...};
    return Filling::fill(text.text(), slots);
}

}   // namespace gw::web
