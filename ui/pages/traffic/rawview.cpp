#include "ui/pages/traffic/rawview.h"

#include "core/client/conversation.h"
#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/theme.h"

#include <QApplication>
#include <QClipboard>
#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QToolButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kLeastHeight = 120;
constexpr std::string_view kTakenOut = "[redacted]";

QString sizeText(std::int64_t bytes)
{
    return QLocale().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat);
}

}   // namespace

RawView::RawView(client::TrafficBodies bodies, QWidget *parent)
    : QWidget(parent)
    , m_bodies(std::move(bodies))
{
    auto *all = new QVBoxLayout(this);
    all->setContentsMargins({});
    all->setSpacing(space::kSmall);
    auto *top = new QHBoxLayout;
    top->setSpacing(space::kMedium);
    QStringList titles;
    for (const client::TrafficBody &body : m_bodies.bodies)
        titles << title(body);
    m_choice = new Segmented(titles);
    m_choice->setAccessibleName(tr("Which body"));
    top->addWidget(m_choice);
    m_note = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
    top->addWidget(m_note, 1);
    QToolButton *copy = iconButton(u"copy"_s, tr("Copy the body"));
    top->addWidget(copy);
    all->addLayout(top);
    m_text = new QPlainTextEdit;
    m_text->setReadOnly(true);
    m_text->setFont(textFont(TextStyle::Code, font()));
    m_text->setLineWrapMode(QPlainTextEdit::WidgetWidth);
    m_text->setLayoutDirection(Qt::LeftToRight);
    m_text->setTabChangesFocus(true);
    m_text->setMinimumHeight(kLeastHeight);
    m_text->setAccessibleName(tr("The body"));
    all->addWidget(m_text, 1);
    connect(m_choice, &QTabBar::currentChanged, this, &RawView::show);
    connect(copy, &QToolButton::clicked, this,
            [this] { QApplication::clipboard()->setText(m_text->toPlainText()); });
    show(0);
}

QString RawView::title(const client::TrafficBody &body) const
{
    int attempts = 0;
    for (const client::TrafficBody &other : m_bodies.bodies)
        attempts = std::max(attempts, other.attempt + 1);
    const QString number = QLocale().toString(body.attempt + 1);
    using client::BodyPart;
    switch (body.part) {
    case BodyPart::ClientRequest:
        return tr("Request");
    case BodyPart::UpstreamRequest:
        return attempts > 1 ? tr("To the provider, %1").arg(number) : tr("To the provider");
    case BodyPart::UpstreamAnswer:
        return attempts > 1 ? tr("From the provider, %1").arg(number) : tr("From the provider");
    case BodyPart::ClientAnswer:
        break;
    }
    return tr("Answer");
}

QString RawView::shownText(const client::TrafficBody &body)
{
    const std::vector<client::SaidEvent> events = client::streamEvents(body.bytes);
    if (events.empty())
        return client::prettyJson(body.bytes);
    QString text;
    int number = 0;
    for (const client::SaidEvent &event : events) {
        const QString head =
            QLocale().toString(++number) + (event.name.isEmpty() ? QString() : u" "_s + event.name);
        text += u"── %1 ──\n%2\n"_s.arg(head, event.text);
    }
    return text;
}

QString RawView::note(const client::TrafficBody &body)
{
    QStringList notes;
    notes << (body.contentType.isEmpty() ? sizeText(body.wholeBytes)
                                         : u"%1, %2"_s.arg(body.contentType, sizeText(body.wholeBytes)));
    if (body.status != 0)
        notes.prepend(QString::number(body.status));
    if (body.cut)
        notes << (body.bytes.empty()
                      ? tr("what is no text is not kept")
                      : tr("only the first %1 are kept").arg(sizeText(std::int64_t(body.bytes.size()))));
    if (body.bytes.find(kTakenOut) != std::string::npos)
        notes << tr("keys were taken out");
    return notes.join(u" · "_s);
}

void RawView::show(int index)
{
    if (index < 0 || std::size_t(index) >= m_bodies.bodies.size())
        return;
    const client::TrafficBody &body = m_bodies.bodies[std::size_t(index)];
    m_text->setPlainText(shownText(body));
    m_note->setText(note(body));
}

}   // namespace gw::ui
