#include "core/remoteclient/desk.h"

namespace gw::remote {

namespace {

constexpr int kTickMs = 1000;

}   // namespace

Desk::Desk(Link &link)
    : m_link(link)
{
    connect(&link, &Link::came, this, &Desk::onEvent);
    m_tick.setInterval(kTickMs);
    connect(&m_tick, &QTimer::timeout, this, &Desk::tick);
}

QString Desk::onsiteOnly()
{
    return tr("This works only on the gateway's own computer.");
}

QString Desk::unreadable(const std::string &where)
{
    return tr("The gateway answers in a way that this window does not understand (%1). Their versions may be "
              "too far apart.")
        .arg(QString::fromStdString(where));
}

client::Token Desk::ask(const std::string &name, json::Array arguments, Fail fail)
{
    const client::Token token = ++m_last;
    m_questions[token].fail = std::move(fail);
    if (!m_tick.isActive())
        m_tick.start();
    if (m_link.state() != Link::State::Connected) {
        const QString reason =
            m_link.reason().isEmpty() ? tr("There is no connection to the gateway yet.") : m_link.reason();
        QMetaObject::invokeMethod(
            this, [this, token, reason] { this->fail(token, reason); }, Qt::QueuedConnection);
        return token;
    }
    m_link.call(name, {{"token", token}, {"args", std::move(arguments)}},
                [this, token](const QString &problem) {
                    if (!problem.isEmpty())
                        this->fail(token, problem);
                });
    return token;
}

client::Token Desk::refuse(Fail fail)
{
    const client::Token token = ++m_last;
    m_questions[token].fail = std::move(fail);
    QMetaObject::invokeMethod(
        this, [this, token] { this->fail(token, onsiteOnly()); }, Qt::QueuedConnection);
    return token;
}

void Desk::tell(const std::string &name, json::Array arguments)
{
    m_link.call(name, {{"token", 0}, {"args", std::move(arguments)}}, [this](const QString &problem) {
        if (!problem.isEmpty())
            Q_EMIT callFailed(problem);
    });
}

void Desk::cancel(const std::string &name, client::Token token)
{
    if (m_questions.erase(token) == 0 || m_link.state() != Link::State::Connected)
        return;
    m_link.call(name, {{"token", token}, {"args", json::Array()}}, [](const QString &) {});
}

void Desk::note(client::Token token, bool last)
{
    const auto found = m_questions.find(token);
    if (found == m_questions.end())
        return;
    if (last)
        m_questions.erase(found);
    else
        found->second.patienceMs = kPatienceMs;
}

void Desk::fail(client::Token token, const QString &problem)
{
    const auto found = m_questions.find(token);
    if (found == m_questions.end())
        return;
    const Fail tell = std::move(found->second.fail);
    m_questions.erase(found);
    tell(token, problem);
}

void Desk::failAll(const QString &problem)
{
    std::vector<client::Token> tokens;
    for (const auto &[token, question] : m_questions)
        tokens.push_back(token);
    for (const client::Token token : tokens)
        fail(token, problem);
}

void Desk::hear(const std::string &name, std::function<void(const json::Array &)> hearer)
{
    m_hearers[name] = std::move(hearer);
}

void Desk::onEvent(const std::string &event, const json::Object &data)
{
    if (event == "look") {
        const std::string name(json::stringOr(data, "name"));
        if (const json::Value *value = json::find(data, "value")) {
            m_looks[name] = *value;
            m_read.erase(name);
        }
    } else if (event == "signal") {
        const auto found = m_hearers.find(std::string(json::stringOr(data, "area")) + "/" +
                                          std::string(json::stringOr(data, "name")));
        const json::Array *arguments = json::findArray(data, "args");
        if (found != m_hearers.end() && arguments)
            found->second(*arguments);
    }
}

void Desk::tick()
{
    std::vector<client::Token> late;
    for (auto &[token, question] : m_questions)
        if ((question.patienceMs -= kTickMs) <= 0)
            late.push_back(token);
    for (const client::Token token : late)
        fail(token,
             tr("The gateway did not answer this within %n second(s).", nullptr, int(kPatienceMs / 1000)));
    if (m_questions.empty())
        m_tick.stop();
}

}   // namespace gw::remote
