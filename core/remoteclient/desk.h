#pragma once

#include "core/remote/codec.h"
#include "core/remote/described.h"
#include "core/remoteclient/link.h"

#include <any>
#include <functional>
#include <map>
#include <tuple>
#include <typeindex>

namespace gw::remote {

// What the areas of a remote client share: questions that wait for their answers, values that are known
// beforehand, and who hears a signal. Every question is answered: by the gateway, or with the reason why it
// will not. Thread of its QObject.
class Desk final : public QObject
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Desk)

public:
    // How long a question may go without an answer, or a part of one.
    static constexpr std::int64_t kPatienceMs = 60'000;

    // Gives the asker an answer that says why there is none.
    using Fail = std::function<void(client::Token token, const QString &problem)>;

    explicit Desk(Link &link);

    client::Token ask(const std::string &name, json::Array arguments, Fail fail);
    void tell(const std::string &name, json::Array arguments);
    void cancel(const std::string &name, client::Token token);
    // Answers at once with that this cannot be done from elsewhere.
    client::Token refuse(Fail fail);
    static QString onsiteOnly();
    // Of an answer; where: what does not fit.
    static QString unreadable(const std::string &where);

    bool waits(client::Token token) const { return m_questions.contains(token); }
    // An answer has come; last: the question is through.
    void note(client::Token token, bool last);
    void fail(client::Token token, const QString &problem);
    void failAll(const QString &problem);

    // name: "keys/holdersReady".
    void hear(const std::string &name, std::function<void(const json::Array &)> hearer);

    // Answers without a place for a problem: what a failure repeats, so that nobody takes its emptiness for a
    // fact.
    template <typename T>
    void remember(T values)
    {
        // Which values is part of the question.
        if constexpr (!std::is_same_v<T, std::tuple<std::vector<client::ConfigValue>>>)
            m_answers[typeid(T)] = std::move(values);
    }
    template <typename T>
    T recall() const
    {
        const auto found = m_answers.find(typeid(T));
        return found == m_answers.end() ? T{} : std::any_cast<T>(found->second);
    }

    // As the gateway said it last; as it begins until then.
    template <typename T>
    T look(const std::string &name) const
    {
        std::any &kept = m_read[name];
        if (const T *value = std::any_cast<T>(&kept))
            return *value;
        T value{};
        std::string where;
        const auto found = m_looks.find(name);
        if (found == m_looks.end() || !decode(found->second, value, where))
            value = T{};
        kept = value;
        return value;
    }
    // Of one account or deployment.
    template <typename T>
    T lookOf(const std::string &name, const QString &id) const
    {
        using All = std::map<QString, T>;
        if (!m_read[name].has_value())
            look<All>(name);
        const All *all = std::any_cast<All>(&m_read[name]);
        const auto found = all->find(id);
        return found == all->end() ? T{} : found->second;
    }

Q_SIGNALS:
    // A call without an answer was not taken.
    void callFailed(const QString &problem);

private:
    struct Question
    {
        Fail fail;
        std::int64_t patienceMs = kPatienceMs;
    };

    void onEvent(const std::string &event, const json::Object &data);
    void tick();

    Link &m_link;
    client::Token m_last = 0;
    std::map<client::Token, Question> m_questions;
    std::map<std::string, std::function<void(const json::Array &)>> m_hearers;
    std::map<std::string, json::Value> m_looks;
    mutable std::map<std::string, std::any> m_read;   // Looks as values.
    std::map<std::type_index, std::any> m_answers;
    QTimer m_tick;
};

}   // namespace gw::remote
