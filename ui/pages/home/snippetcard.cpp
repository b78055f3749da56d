#include "ui/pages/home/snippetcard.h"

#include "core/client/gatewayclient.h"
#include "ui/framework/controls.h"
#include "ui/framework/secretclipboard.h"

#include <QHBoxLayout>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kLeastLines = 7;

enum Kind { Python, JavaScript, Curl, Variables };

// The name a program would ask for.
QString modelOf(const client::GatewayClient &client)
{
    for (const client::ProviderAccount &account : client.accounts())
        if (account.problem.isEmpty() && !account.models.isEmpty())
            return account.models.first();
    return u"MODEL"_s;
}

}   // namespace

SnippetCard::SnippetCard(Services &services, QWidget *parent)
    : Card(tr("Connect a program"), parent)
    , m_services(services)
    , m_clipboard(new SecretClipboard(this))
{
    setNote(tr("whatever speaks OpenAI's API"));
    m_copy = smallButton(tr("Copy"), Emphasis::Secondary, u"copy"_s);
    addAction(m_copy);
    auto *row = new QHBoxLayout;
    m_kinds = new Segmented({u"Python"_s, u"JavaScript"_s, u"curl"_s, tr("Variables")});
    m_kinds->setAccessibleName(tr("Language"));
    row->addWidget(m_kinds);
    row->addStretch();
    body()->addLayout(row);
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_text->setTabChangesFocus(true);
    m_text->setFont(textFont(TextStyle::Code, font()));
    m_text->setMinimumHeight(QFontMetrics(m_text->font()).lineSpacing() * kLeastLines);
    m_text->setAccessibleName(tr("What to paste"));
    body()->addWidget(m_text, 1);
    connect(m_kinds, &QTabBar::currentChanged, this, &SnippetCard::refresh);
    connect(m_copy, &QPushButton::clicked, this, &SnippetCard::copy);
    connect(m_clipboard, &SecretClipboard::changed, this, &SnippetCard::refresh);
    connect(&services.client, &client::GatewayClient::statusChanged, this, &SnippetCard::refresh);
    connect(&services.client, &client::GatewayClient::configChanged, this, &SnippetCard::refresh);
    refresh();
}

QString SnippetCard::snippet(const QString &key) const
{
    const QString base = m_services.client.status().url;
    const QString model = modelOf(m_services.client);
    switch (m_kinds->currentIndex()) {
    case Curl:
        return u"curl %1/chat/completions \\\n"
               "  -H \"Authorization: Bearer %2\" \\\n"
               "  -H \"Content-Type: application/json\" \\\n"
               "  -d '{\"model\": \"%3\", \"messages\": [{\"role\": \"user\", \"content\": \"Hello\"}]}'\n"_s
                   .arg(base, key, model);
    case Python:
        return u"from openai import OpenAI\n\n"
               "client = OpenAI(base_url=\"%1\", api_key=\"%2\")\n"
               "answer = client.chat.completions.create(\n"
               "    model=\"%3\",\n"
               "    messages=[{\"role\": \"user\", \"content\": \"Hello\"}])\n"
               "print(answer.choices[0].message.content)\n"_s.arg(base, key, model);
    case JavaScript:
        return u"import OpenAI from \"openai\";\n\n"
               "const client = new OpenAI({ baseURL: \"%1\", apiKey: \"%2\" });\n"
               "const answer = await client.chat.completions.create({\n"
               "  model: \"%3\",\n"
               "  messages: [{ role: \"user\", content: \"Hello\" }],\n"
               "});\n"
               "console.log(answer.choices[0].message.content);\n"_s.arg(base, key, model);
    default:
        return u"export OPENAI_BASE_URL=\"%1\"\nexport OPENAI_API_KEY=\"%2\"\nexport OPENAI_MODEL=\"%3\"\n"_s
            .arg(base, key, model);
    }
}

void SnippetCard::refresh()
{
    const client::Status status = m_services.client.status();
    // Without a key of its own the gateway takes any.
    const QString shown = status.masterKeyMasked.isEmpty() ? u"any"_s : status.masterKeyMasked;
    const QString text = snippet(shown);
    if (m_text->toPlainText() != text)
        m_text->setPlainText(text);
    m_copy->setText(m_clipboard->isLent() ? tr("Copied") : tr("Copy"));
    m_copy->setToolTip(tr("Copies it with the whole key; it leaves the clipboard after %n second(s)", nullptr,
                          SecretClipboard::kKeepMs / 1000));
}

void SnippetCard::copy()
{
    const Secret key = m_services.client.masterKey();
    m_clipboard->copy(
        Secret(snippet(key.isEmpty() ? u"any"_s : QString::fromStdString(key.reveal())).toStdString()));
    Q_EMIT copied();
}

}   // namespace gw::ui
