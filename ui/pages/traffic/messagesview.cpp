#include "ui/pages/traffic/messagesview.h"

#include "ui/framework/controls.h"
#include "ui/framework/fold.h"
#include "ui/framework/icons.h"
#include "ui/framework/label.h"
#include "ui/framework/surfaces.h"
#include "ui/framework/theme.h"

#include <QBuffer>
#include <QHBoxLayout>
#include <QImageReader>
#include <QLocale>
#include <QPushButton>
#include <QSet>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::SaidMessage;
using client::SaidPart;
using Kind = SaidPart::Kind;

// Of a long conversation the end is shown first.
constexpr std::size_t kShownMessages = 40;
// A longer text is cut, with an offer to show all of it.
constexpr qsizetype kLongText = 3'000;
constexpr qsizetype kTitle = 60;
constexpr int kRoleWidth = 92;
constexpr QSize kPreview(180, 120);
// Pictures larger than this are named only: they would take long to read.
constexpr int kMostPixels = 40'000'000;

QString oneLine(QString text)
{
    text = text.simplified();
    return text.size() > kTitle ? text.left(kTitle) + u"…"_s : text;
}

}   // namespace

MessagesView::MessagesView(client::Conversation said, QWidget *parent)
    : QWidget(parent)
    , m_said(std::move(said))
    , m_column(new QVBoxLayout(this))
{
    m_column->setContentsMargins({});
    m_column->setSpacing(space::kSmall);
    for (const SaidMessage &message : m_said.messages) {
        for (const SaidPart &part : message.parts) {
            if (part.kind == Kind::ToolCall && !part.id.isEmpty())
                m_calls.insert(part.id);
            else if (part.kind == Kind::ToolResult && !part.id.isEmpty())
                m_results.insert(part.id, part.text);
        }
    }
    if (!m_said.tools.isEmpty())
        m_column->addWidget(
            row(tr("Tools"), false,
                {new Fold(tr("%n tool(s) offered", nullptr, int(m_said.tools.size())),
                          [tools = m_said.tools] { return text(tools.join(u", "_s), true); })}));
    const std::size_t count = m_said.messages.size();
    const std::size_t hidden = count > kShownMessages ? count - kShownMessages : 0;
    if (hidden > 0) {
        QPushButton *more = smallButton(tr("Show %n earlier message(s)", nullptr, int(hidden)));
        m_column->addWidget(more, 0, Qt::AlignHCenter);
        connect(more, &QPushButton::clicked, this, [this, more, hidden] {
            more->hide();
            addMessages(0, hidden, m_column->indexOf(more) + 1);
        });
    }
    addMessages(hidden, count, m_column->count());
    if (!m_said.error.isEmpty())
        m_column->addWidget((new Label(m_said.error, TextStyle::Body, Colour::Error))->wrapped());
    m_column->addStretch(1);
}

void MessagesView::addMessages(std::size_t from, std::size_t until, int at)
{
    for (std::size_t i = from; i < until; ++i)
        if (QWidget *widget = message(m_said.messages[i]))
            m_column->insertWidget(at++, widget);
}

QString MessagesView::roleName(const QString &role)
{
    if (role == "system"_L1)
        return tr("System");
    if (role == "developer"_L1)
        return tr("Developer");
    if (role == "user"_L1)
        return tr("User");
    if (role == "assistant"_L1 || role == "model"_L1)
        return tr("Assistant");
    if (role == "tool"_L1 || role == "function"_L1)
        return tr("Tool");
    return role;
}

// Null: it holds nothing but results that stand with their calls.
QWidget *MessagesView::message(const SaidMessage &message)
{
    QList<QWidget *> parts;
    for (const SaidPart &one : message.parts)
        if (QWidget *widget = part(one))
            parts.append(widget);
    if (parts.isEmpty() && !message.parts.empty())
        return nullptr;
    if (parts.isEmpty())
        parts.append(new Label(tr("said nothing"), TextStyle::Body, Colour::TextSecondary));
    return row(roleName(message.role), message.answer, parts);
}

QWidget *MessagesView::row(const QString &name, bool answer, const QList<QWidget *> &parts)
{
    auto *box = new QWidget;
    auto *line = new QHBoxLayout(box);
    line->setContentsMargins({});
    line->setSpacing(space::kMedium);
    auto *role = new Label(name, TextStyle::CaptionStrong, answer ? Colour::Accent : Colour::TextSecondary);
    role->setMinimumWidth(kRoleWidth);
    role->setToolTip(answer ? tr("The answer to this request") : QString());
    // Captions stand on the line of the text beside them.
    role->setContentsMargins(0, 2, 0, 0);
    line->addWidget(role, 0, Qt::AlignTop);
    auto *column = new QVBoxLayout;
    column->setSpacing(space::kTight);
    for (QWidget *widget : parts)
        column->addWidget(widget);
    line->addLayout(column, 1);
    return box;
}

QWidget *MessagesView::text(const QString &whole, bool code)
{
    const auto make = [code](const QString &shown) {
        auto *label = (new Label(shown, code ? TextStyle::Code : TextStyle::Body))->wrapped();
        label->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        label->setAccessibleName(tr("What was said"));
        return label;
    };
    if (whole.size() <= kLongText)
        return make(whole);
    auto *box = new QWidget;
    auto *column = new QVBoxLayout(box);
    column->setContentsMargins({});
    column->setSpacing(space::kTight);
    Label *label = make(whole.left(kLongText) + u"…"_s);
    column->addWidget(label);
    QPushButton *all =
        smallButton(tr("Show all %1 characters").arg(QLocale().toString(qlonglong(whole.size()))));
    column->addWidget(all, 0, Qt::AlignLeading);
    connect(all, &QPushButton::clicked, label, [label, all, whole] {
        label->setText(whole);
        all->hide();
    });
    return box;
}

QWidget *MessagesView::part(const SaidPart &part)
{
    switch (part.kind) {
    case Kind::Text:
        return text(part.text, false);
    case Kind::Thinking:
        return part.text.isEmpty()
                   ? static_cast<QWidget *>(new Label(tr("Thinking, not shown by the provider"),
                                                      TextStyle::Body, Colour::TextSecondary))
                   : new Fold(tr("Thinking: %1").arg(oneLine(part.text)),
                              [whole = part.text] { return text(whole, false); });
    case Kind::Image:
        return image(part);
    case Kind::Attachment:
        return new Label(tr("File: %1").arg(part.name.isEmpty() ? part.mediaType : part.name),
                         TextStyle::Body, Colour::TextSecondary);
    case Kind::ToolCall:
        return toolCall(part);
    case Kind::ToolResult:
        if (m_calls.contains(part.id))
            return nullptr;
        return new Fold(tr("Result: %1").arg(oneLine(part.text)),
                        [whole = part.text] { return text(client::prettyJson(whole.toStdString()), true); });
    case Kind::Refusal:
        return (new Label(tr("Refused: %1").arg(part.text), TextStyle::Body, Colour::Warning))->wrapped();
    case Kind::Unknown:
        break;
    }
    return new Fold(tr("Another part: %1").arg(oneLine(part.text)),
                    [whole = part.text] { return text(client::prettyJson(whole.toStdString()), true); });
}

// The call with its result, where one is known.
QWidget *MessagesView::toolCall(const SaidPart &call)
{
    const auto result = m_results.constFind(call.id);
    const bool known = !call.id.isEmpty() && result != m_results.cend();
    return new Fold(tr("Calls %1 %2").arg(call.name, oneLine(call.text)),
                    [call, known, answer = known ? *result : QString()] {
                        auto *box = new QWidget;
                        auto *column = new QVBoxLayout(box);
                        column->setContentsMargins({});
                        column->setSpacing(space::kTight);
                        column->addWidget(text(client::prettyJson(call.text.toStdString()), true));
                        if (known) {
                            column->addWidget(new Label(tr("It gave back:"), TextStyle::CaptionStrong,
                                                        Colour::TextSecondary));
                            column->addWidget(text(client::prettyJson(answer.toStdString()), true));
                        }
                        return box;
                    });
}

// A small copy, or what is known of it.
QWidget *MessagesView::image(const SaidPart &part)
{
    QByteArray bytes = part.bytes;
    QBuffer buffer(&bytes);
    QImageReader reader(&buffer);
    const QSize size = reader.size();
    if (bytes.isEmpty() || !size.isValid() || qint64(size.width()) * size.height() > kMostPixels) {
        const QString name = !part.name.isEmpty() ? part.name : part.mediaType;
        return (new Label(tr("Picture: %1").arg(name), TextStyle::Body, Colour::TextSecondary))->elided();
    }
    const QString facts = tr("Picture, %1 × %2 pixels, %3")
                              .arg(QString::number(size.width()), QString::number(size.height()),
                                   QLocale().formattedDataSize(bytes.size(), 1, QLocale::DataSizeSIFormat));
    auto *label = new QLabel;
    const double scale = devicePixelRatioF();
    const QSize bound = (QSizeF(kPreview) * scale).toSize();
    if (size.width() > bound.width() || size.height() > bound.height())
        reader.setScaledSize(size.scaled(bound, Qt::KeepAspectRatio));
    QPixmap pixmap = QPixmap::fromImageReader(&reader);
    pixmap.setDevicePixelRatio(scale);
    label->setPixmap(pixmap);
    label->setToolTip(facts);
    label->setAccessibleName(facts);
    return label;
}

}   // namespace gw::ui
