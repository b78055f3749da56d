#pragma once

#include "core/base/ids.h"
#include "core/base/json.h"
#include "core/base/secret.h"
#include "core/remote/enumnames.h"
#include "core/remote/membercount.h"

#include <QString>
#include <QStringList>

#include <boost/describe/bases.hpp>
#include <boost/describe/members.hpp>
#include <boost/mp11/algorithm.hpp>
#include <concepts>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

// One codec for all values that are described (described.h): objects by member, enumerators by name, ids as
// texts, what may be absent as null. Reading is lenient where the other side may be of another version:
// members it does not know are skipped, those that are missing stay as they begin. What is there and of
// another type is an error, whose place is told.
namespace gw::remote {

template <typename T>
concept Described = std::is_class_v<T> && requires
{
    typename boost::describe::describe_members<T, boost::describe::mod_any_access>;
};

template <typename T>
using Members =
    boost::describe::describe_members<T, boost::describe::mod_any_access | boost::describe::mod_inherited>;

// Whether every member of T is described.
template <Described T>
consteval bool isWhole()
{
    using Own = boost::describe::describe_members<T, boost::describe::mod_any_access>;
    using Bases = boost::describe::describe_bases<T, boost::describe::mod_any_access>;
    return boost::mp11::mp_size<Own>::value + boost::mp11::mp_size<Bases>::value == memberCount<T>();
}

template <typename T>
struct Codec;

template <typename T>
json::Value encode(const T &value)
{
    return Codec<T>::encode(value);
}

// False leaves out half read; where receives the path of what does not fit, "[0].deployments[1].input".
template <typename T>
bool decode(const json::Value &value, T &out, std::string &where)
{
    return Codec<T>::decode(value, out, where);
}

template <>
struct Codec<bool>
{
    static json::Value encode(bool value) { return value; }
    static bool decode(const json::Value &value, bool &out, std::string &where);
};

template <std::integral T>
struct Codec<T>
{
    static json::Value encode(T value) { return value; }
    static bool decode(const json::Value &value, T &out, std::string &)
    {
        if (const auto *whole = value.if_int64(); whole && std::in_range<T>(*whole))
            out = static_cast<T>(*whole);
        else if (const auto *large = value.if_uint64(); large && std::in_range<T>(*large))
            out = static_cast<T>(*large);
        else
            return false;
        return true;
    }
};

template <>
struct Codec<double>
{
    static json::Value encode(double value) { return value; }
    static bool decode(const json::Value &value, double &out, std::string &where);
};

template <>
struct Codec<QString>
{
    static json::Value encode(const QString &value);
    static bool decode(const json::Value &value, QString &out, std::string &where);
};

template <>
struct Codec<QStringList>
{
    static json::Value encode(const QStringList &value);
    static bool decode(const json::Value &value, QStringList &out, std::string &where);
};

// Bytes that are no UTF-8 go as {"base64": "..."}.
template <>
struct Codec<std::string>
{
    static json::Value encode(const std::string &value);
    static bool decode(const json::Value &value, std::string &out, std::string &where);
};

template <>
struct Codec<Secret>
{
    static json::Value encode(const Secret &value) { return json::Value(value.reveal()); }
    static bool decode(const json::Value &value, Secret &out, std::string &where);
};

template <>
struct Codec<Id128>
{
    static json::Value encode(const Id128 &value) { return json::Value(value.toString()); }
    static bool decode(const json::Value &value, Id128 &out, std::string &where);
};

template <>
struct Codec<json::Value>
{
    static json::Value encode(const json::Value &value) { return value; }
    static bool decode(const json::Value &value, json::Value &out, std::string &)
    {
        out = value;
        return true;
    }
};

template <typename E>
requires std::is_enum_v<E>
struct Codec<E>
{
    static json::Value encode(E value) { return json::Value(EnumNames<E>::nameOf(value)); }
    static bool decode(const json::Value &value, E &out, std::string &)
    {
        const auto *name = value.if_string();
        const auto found = name ? EnumNames<E>::find(std::string_view(*name)) : std::nullopt;
        if (found)
            out = *found;
        return found.has_value();
    }
};

// Null stands for nothing; a JSON value, which may be null itself, is put into an array.
template <typename T>
struct Codec<std::optional<T>>
{
    static constexpr bool kBoxed = std::is_same_v<T, json::Value>;

    static json::Value encode(const std::optional<T> &value)
    {
        if (!value)
            return nullptr;
        if constexpr (kBoxed)
            return json::Array{*value};
        else
            return remote::encode(*value);
    }
    static bool decode(const json::Value &value, std::optional<T> &out, std::string &where)
    {
        out.reset();
        if (value.is_null())
            return true;
        if constexpr (kBoxed) {
            const auto *box = value.if_array();
            if (!box || box->size() != 1)
                return false;
            out = box->front();
            return true;
        } else {
            return remote::decode(value, out.emplace(), where);
        }
    }
};

template <typename T>
struct Codec<std::vector<T>>
{
    static json::Value encode(const std::vector<T> &list)
    {
        json::Array out;
        out.reserve(list.size());
        for (const T &item : list)
            out.push_back(remote::encode(item));
        return out;
    }
    static bool decode(const json::Value &value, std::vector<T> &out, std::string &where)
    {
        const auto *list = value.if_array();
        if (!list)
            return false;
        out.clear();
        out.reserve(list->size());
        for (const json::Value &item : *list) {
            T one{};
            if (!remote::decode(item, one, where)) {
                where.insert(0, "[" + std::to_string(out.size()) + "]");
                return false;
            }
            out.push_back(std::move(one));
        }
        return true;
    }
};

// By key; what belongs to ids.
template <typename T>
struct Codec<std::map<QString, T>>
{
    static json::Value encode(const std::map<QString, T> &map)
    {
        json::Object out;
        for (const auto &[key, item] : map)
            out.emplace(key.toStdString(), remote::encode(item));
        return out;
    }
    static bool decode(const json::Value &value, std::map<QString, T> &out, std::string &where)
    {
        const auto *object = value.if_object();
        out.clear();
        for (const auto &member : object ? *object : json::Object())
            if (!remote::decode(
                    member.value(),
                    out[QString::fromUtf8(member.key().data(), static_cast<qsizetype>(member.key().size()))],
                    where))
                return false;
        return object != nullptr;
    }
};

// A key of a map or a place in a list.
template <>
struct Codec<std::variant<std::string, std::size_t>>
{
    using Step = std::variant<std::string, std::size_t>;
    static json::Value encode(const Step &step);
    static bool decode(const json::Value &value, Step &out, std::string &where);
};

// One of several described values: an object whose one member has its type's name.
template <Described... Ts>
struct Codec<std::variant<Ts...>>
{
    template <typename T>
    static constexpr std::string_view nameOf()
    {
        const std::string_view all = __PRETTY_FUNCTION__;
        const std::size_t begin = all.find("T = ") + 4;
        const std::string_view name = all.substr(begin, all.find_first_of(";,]", begin) - begin);
        return name.substr(name.rfind(':') + 1);
    }

    static json::Value encode(const std::variant<Ts...> &value)
    {
        return std::visit(
            [](const auto &one) -> json::Value {
                return json::Object{{nameOf<std::decay_t<decltype(one)>>(), remote::encode(one)}};
            },
            value);
    }
    static bool decode(const json::Value &value, std::variant<Ts...> &out, std::string &where)
    {
        const auto *object = value.if_object();
        if (!object || object->size() != 1)
            return false;
        const auto &member = *object->begin();
        bool ok = false;
        const auto tryOne = [&]<typename T>(std::type_identity<T>) {
            if (std::string_view(member.key()) != nameOf<T>())
                return;
            ok = remote::decode(member.value(), out.template emplace<T>(), where);
        };
        (tryOne(std::type_identity<Ts>()), ...);
        return ok;
    }
};

template <Described T>
struct Codec<T>
{
    static_assert(isWhole<T>(), "a member is missing in described.h");

    static json::Value encode(const T &value)
    {
        json::Object out;
        out.reserve(boost::mp11::mp_size<Members<T>>::value);
        boost::mp11::mp_for_each<Members<T>>(
            [&](auto member) { out.emplace(member.name, remote::encode(value.*member.pointer)); });
        return out;
    }
    static bool decode(const json::Value &value, T &out, std::string &where)
    {
        const auto *object = value.if_object();
        if (!object)
            return false;
        bool ok = true;
        boost::mp11::mp_for_each<Members<T>>([&](auto member) {
            const json::Value *found = ok ? object->if_contains(member.name) : nullptr;
            if (!found || remote::decode(*found, out.*member.pointer, where))
                return;
            where.insert(0, "." + std::string(member.name));
            ok = false;
        });
        return ok;
    }
};

// The arguments of a call or a signal, as an array.
template <typename... Ts>
json::Array encodeAll(const Ts &...values)
{
    json::Array out;
    out.reserve(sizeof...(Ts));
    (out.push_back(encode(values)), ...);
    return out;
}

template <typename... Ts>
bool decodeAll(const json::Array &list, std::tuple<Ts...> &out, std::string &where)
{
    if (list.size() != sizeof...(Ts)) {
        where = std::to_string(sizeof...(Ts)) + " arguments are expected, not " + std::to_string(list.size());
        return false;
    }
    return [&]<std::size_t... I>(std::index_sequence<I...>)
    {
        return (decode(list[I], std::get<I>(out), where) && ...);
    }
    (std::index_sequence_for<Ts...>());
}

// Whether there is a secret somewhere in T.
template <typename T>
consteval bool holdsSecret()
{
    if constexpr (std::is_same_v<T, Secret>) {
        return true;
    } else if constexpr (Described<T>) {
        bool found = false;
        boost::mp11::mp_for_each<Members<T>>([&](auto member) {
            found =
                found || holdsSecret<std::remove_cvref_t<decltype(std::declval<T &>().*member.pointer)>>();
        });
        return found;
    } else if constexpr (requires { typename T::value_type; }) {
        if constexpr (!std::is_same_v<T, typename T::value_type> && Described<typename T::value_type>)
            return holdsSecret<typename T::value_type>();
        else
            return std::is_same_v<typename T::value_type, Secret>;
    } else {
        return false;
    }
}

}   // namespace gw::remote
