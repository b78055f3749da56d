#include "ui/dialogs/connectbyhand.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"
#include "ui/framework/secretclipboard.h"
#include "ui/framework/surfaces.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

constexpr int kWidth = 620;
constexpr int kTextHeight = 220;

}   // namespace

ConnectByHand::ConnectByHand(const QString &title, const QString &text, const QStringList &steps,
                             QWidget *parent)
    : QDialog(parent)
    , m_clipboard(new SecretClipboard(this))
{
    setWindowTitle(title);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(space::kPage, space::kLarge, space::kPage, space::kLarge);
    column->setSpacing(space::kMedium);
    column->addWidget(new Label(title, TextStyle::Title));
    if (!text.isEmpty())
        column->addWidget((new Label(text, TextStyle::Body, Colour::TextSecondary))->wrapped());
    int number = 0;
    for (const QString &step : steps)
        column->addWidget((new Label(u"%1. %2"_s.arg(QLocale().toString(++number), step)))->wrapped());
    m_state = (new Label({}, TextStyle::Body, Colour::TextSecondary))->wrapped();
    m_state->hide();
    column->addWidget(m_state);
    m_texts = new QWidget;
    auto *texts = new QVBoxLayout(m_texts);
    texts->setContentsMargins({});
    texts->setSpacing(space::kSmall);
    m_tabsColumn = new QVBoxLayout;
    texts->addLayout(m_tabsColumn);
    m_shown = new QPlainTextEdit;
    m_shown->setReadOnly(true);
    m_shown->setFont(textFont(TextStyle::Code, font()));
    m_shown->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_shown->setAccessibleName(tr("Text to copy"));
    m_shown->setLayoutDirection(Qt::LeftToRight);
    m_shown->setMinimumHeight(kTextHeight);
    m_shown->setTabChangesFocus(true);
    texts->addWidget(m_shown, 1);
    m_texts->hide();
    column->addWidget(m_texts, 1);
    column->addStretch(0);
    auto *buttons = new QHBoxLayout;
    QPushButton *copy = button(tr("Copy"), Emphasis::Primary, u"copy"_s);
    copy->setObjectName(u"copy"_s);
    copy->setVisible(false);
    QPushButton *close = button(tr("Close"));
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(copy);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(copy, &QPushButton::clicked, this, [this] {
        const int at = m_tabs ? m_tabs->currentIndex() : 0;
        if (at >= 0 && at < int(m_snippets.size()))
            m_clipboard->copy(m_snippets[std::size_t(at)].text);
    });
    connect(m_clipboard, &SecretClipboard::changed, copy,
            [this, copy] { copy->setText(m_clipboard->isLent() ? tr("Copied") : tr("Copy")); });
    setMinimumWidth(kWidth);
    close->setFocus();
}

void ConnectByHand::setLoading()
{
    m_state->setText(tr("Making its key"));
    m_state->show();
}

void ConnectByHand::setSnippets(const client::ToolSnippets &snippets)
{
    m_snippets = snippets.snippets;
    m_state->setText(snippets.problem);
    m_state->setRole(Colour::Error);
    m_state->setVisible(!snippets.problem.isEmpty());
    m_texts->setVisible(!m_snippets.empty());
    findChild<QPushButton *>(u"copy"_s)->setVisible(!m_snippets.empty());
    if (m_snippets.size() > 1 && !m_tabs) {
        QStringList names;
        for (const client::ToolSnippet &snippet : m_snippets)
            names << snippet.name;
        m_tabs = new Segmented(names);
        m_tabs->setAccessibleName(tr("Language"));
        m_tabsColumn->addWidget(m_tabs, 0, Qt::AlignLeading);
        connect(m_tabs, &QTabBar::currentChanged, this, &ConnectByHand::showCurrent);
    }
    showCurrent();
    adjustSize();
}

void ConnectByHand::showCurrent()
{
    const int at = m_tabs ? m_tabs->currentIndex() : 0;
    m_shown->setPlainText(at >= 0 && at < int(m_snippets.size()) ? m_snippets[std::size_t(at)].shown
                                                                 : QString());
}

}   // namespace gw::ui
