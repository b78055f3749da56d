#pragma once

#include "core/remote/codec.h"
#include "core/remote/described.h"

// Values of any described type with nothing in them as it begins, and a comparison that does not use the
// codec.
namespace gw::test {

class Filler
{
public:
    template <typename T>
    T make()
    {
        T value{};
        fill(value);
        return value;
    }

    void fill(bool &value) { value = !value; }
    template <std::integral T>
    void fill(T &value)
    {
        value = static_cast<T>(1000 + ++m_count);
    }
    void fill(std::int64_t &value) { value = 9'007'199'254'740'993 + ++m_count; }   // No double holds it.
    void fill(std::uint64_t &value) { value = 18'446'744'073'709'000'000u + std::uint64_t(++m_count); }
    void fill(double &value) { value = 0.1 + ++m_count; }
    void fill(QString &value) { value = QStringLiteral("Größe \"%1\"\n\u4e2d").arg(++m_count); }
    void fill(QStringList &value)
    {
        QString one;
        fill(one);
        value = {one, QString(), one + one};
    }
    void fill(std::string &value) { value = "bytes \xff\x00 of " + std::to_string(++m_count); }
    void fill(Secret &value) { value = Secret("sk-" + std::to_string(++m_count)); }
    void fill(Id128 &value)
    {
        value = {0x0190'0000'0000'7000 + std::uint64_t(++m_count), 0x8000'0000'0000'0001};
    }
    void fill(json::Value &value)
    {
        value = json::Object{{"b", 1}, {"a", json::Array{nullptr, 0.5, ++m_count}}};
    }
    template <typename E>
    requires std::is_enum_v<E>
    void fill(E &value)
    {
        const std::size_t count = remote::EnumNames<E>::count();
        value = static_cast<E>(1 + std::size_t(++m_count) % (count - 1));
    }
    template <typename T>
    void fill(std::optional<T> &value)
    {
        fill(value.emplace());
    }
    template <typename T>
    void fill(std::vector<T> &value)
    {
        value = {make<T>(), make<T>()};
    }
    template <typename... Ts>
    void fill(std::variant<Ts...> &value)
    {
        // Each kind in its turn.
        int wanted = m_variant++ % int(sizeof...(Ts));
        ((wanted-- == 0 ? void(value = make<Ts>()) : void()), ...);
    }
    template <remote::Described T>
    void fill(T &value)
    {
        boost::mp11::mp_for_each<remote::Members<T>>([&](auto member) { fill(value.*member.pointer); });
    }
    template <typename... Ts>
    void fill(std::tuple<Ts...> &values)
    {
        std::apply([this](Ts &...each) { (fill(each), ...); }, values);
    }

private:
    int m_count = 0;
    int m_variant = 0;
};

template <typename T>
bool same(const T &a, const T &b)
{
    return a == b;
}
inline bool same(const Secret &a, const Secret &b)
{
    return a.reveal() == b.reveal();
}
template <typename T>
bool same(const std::vector<T> &a, const std::vector<T> &b);
template <typename... Ts>
bool same(const std::variant<Ts...> &a, const std::variant<Ts...> &b);
template <remote::Described T>
bool same(const T &a, const T &b)
{
    bool equal = true;
    boost::mp11::mp_for_each<remote::Members<T>>(
        [&](auto member) { equal = equal && same(a.*member.pointer, b.*member.pointer); });
    return equal;
}
template <typename T>
bool same(const std::vector<T> &a, const std::vector<T> &b)
{
    bool equal = a.size() == b.size();
    for (std::size_t i = 0; equal && i < a.size(); ++i)
        equal = same(a[i], b[i]);
    return equal;
}
template <typename... Ts>
bool same(const std::variant<Ts...> &a, const std::variant<Ts...> &b)
{
    return a.index() == b.index() &&
           std::visit([&](const auto &one) { return same(one, std::get<std::decay_t<decltype(one)>>(b)); },
                      a);
}
template <typename... Ts>
bool same(const std::tuple<Ts...> &a, const std::tuple<Ts...> &b)
{
    return [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        return (same(std::get<I>(a), std::get<I>(b)) && ...);
    }
    (std::index_sequence_for<Ts...>());
}

// Members of a that are as in b, by name; those below are looked at too.
template <remote::Described T>
std::string firstSame(const T &a, const T &b)
{
    std::string found;
    boost::mp11::mp_for_each<remote::Members<T>>([&](auto member) {
        const auto &left = a.*member.pointer;
        const auto &right = b.*member.pointer;
        if constexpr (remote::Described<std::decay_t<decltype(left)>>) {
            if (const std::string below = firstSame(left, right); !below.empty())
                found = std::string(member.name) + "." + below;
        } else if (same(left, right)) {
            found = member.name;
        }
    });
    return found;
}

}   // namespace gw::test
