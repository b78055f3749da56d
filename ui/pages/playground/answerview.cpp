#include "ui/pages/playground/answerview.h"

#include <QEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextBlock>

namespace gw::ui {

namespace {

// The colour's role of a piece, so that it can be coloured anew under another palette.
constexpr int kRole = QTextFormat::UserProperty + 1;

}   // namespace

AnswerView::AnswerView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setTabChangesFocus(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    viewport()->setAutoFillBackground(false);
    document()->setDocumentMargin(0);
    // A bar that appears wraps lines anew, after they were put there.
    connect(verticalScrollBar(), &QScrollBar::rangeChanged, this, [this](int, int last) {
        if (m_follows)
            verticalScrollBar()->setValue(last);
    });
}

void AnswerView::put(const QString &text, Colour role, bool bold)
{
    QScrollBar &bar = *verticalScrollBar();
    m_follows = bar.value() >= bar.maximum() - 1;
    QTextCharFormat format;
    format.setForeground(colour(role, palette()));
    format.setProperty(kRole, int(role));
    if (bold)
        format.setFontWeight(QFont::DemiBold);
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    end.insertText(text, format);
    if (m_follows)
        bar.setValue(bar.maximum());
}

void AnswerView::addQuestion(const QString &text)
{
    put((document()->isEmpty() ? QString() : QStringLiteral("\n\n")) + text + QStringLiteral("\n\n"),
        Colour::TextSecondary, true);
    m_follows = true;
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void AnswerView::add(const QString &text, Colour role)
{
    put(text, role, false);
}

void AnswerView::setStreaming(bool on)
{
    m_streaming = on;
    viewport()->update();
}

void AnswerView::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    if (!m_streaming)
        return;
    QTextCursor end(document());
    end.movePosition(QTextCursor::End);
    QRectF block = cursorRect(end);
    block.setWidth(fontMetrics().averageCharWidth() * 0.7);
    QPainter painter(viewport());
    painter.fillRect(block.translated(2, 0), colour(Colour::Text, palette()));
}

void AnswerView::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        recolour();
}

void AnswerView::recolour()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        for (auto it = block.begin(); !it.atEnd(); ++it) {
            const QTextFragment piece = it.fragment();
            QTextCharFormat format;
            if (!piece.charFormat().hasProperty(kRole))
                continue;
            format.setForeground(colour(Colour(piece.charFormat().intProperty(kRole)), palette()));
            QTextCursor cursor(document());
            cursor.setPosition(piece.position());
            cursor.setPosition(piece.position() + piece.length(), QTextCursor::KeepAnchor);
            cursor.mergeCharFormat(format);
        }
    }
}

}   // namespace gw::ui
