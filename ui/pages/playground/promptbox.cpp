#include "ui/pages/playground/promptbox.h"

#include "ui/framework/controls.h"
#include "ui/framework/label.h"

#include <QBuffer>
#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QImage>
#include <QKeyEvent>
#include <QLocale>
#include <QMimeData>
#include <QMimeDatabase>
#include <QPushButton>
#include <QUrl>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace gw::ui {

namespace {

using client::PlaygroundFile;

constexpr int kTextHeight = 84;

std::int64_t bytesOf(const std::vector<PlaygroundFile> &files)
{
    std::int64_t sum = 0;
    for (const PlaygroundFile &file : files)
        sum += file.content.size();
    return sum;
}

QStringList localFiles(const QMimeData &source)
{
    QStringList out;
    for (const QUrl &url : source.urls())
        if (url.isLocalFile())
            out << url.toLocalFile();
    return out;
}

}   // namespace

PromptEdit::PromptEdit(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setTabChangesFocus(true);
    setAcceptDrops(true);
}

bool PromptEdit::canInsertFromMimeData(const QMimeData *source) const
{
    return source->hasImage() || source->hasUrls() || QPlainTextEdit::canInsertFromMimeData(source);
}

void PromptEdit::insertFromMimeData(const QMimeData *source)
{
    if (const QStringList paths = localFiles(*source); !paths.isEmpty()) {
        Q_EMIT filesGiven(paths);
    } else if (source->hasImage() && !source->hasText()) {
        Q_EMIT pictureGiven(qvariant_cast<QImage>(source->imageData()));
    } else {
        QPlainTextEdit::insertFromMimeData(source);
    }
}

void PromptEdit::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (enter && event->modifiers().testFlag(Qt::ControlModifier)) {
        Q_EMIT sendAsked();
        return;
    }
    QPlainTextEdit::keyPressEvent(event);
}

PromptBox::PromptBox(QWidget *parent)
    : Card({}, parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    body()->setSpacing(space::kSmall);
    m_samples = makeSamples();
    body()->addWidget(m_samples);
    auto *row = new QHBoxLayout;
    row->setSpacing(space::kMedium);
    m_text = new PromptEdit;
    m_text->setAccessibleName(tr("Prompt"));
    m_text->setPlaceholderText(tr("What do you want to ask? Files may be pasted or dropped here."));
    // As high as what stands beside it.
    m_text->setMinimumHeight(kTextHeight);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored);
    row->addWidget(m_text, 1);
    auto *side = new QVBoxLayout;
    side->setSpacing(space::kSmall);
    m_send = button({}, Emphasis::Primary);
    m_send->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_stop = button(tr("Stop all"), Emphasis::Secondary, u"stop"_s);
    m_stop->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    QPushButton *attach = smallButton(tr("Attach…"), Emphasis::Quiet, u"image"_s);
    side->addWidget(m_send);
    side->addWidget(m_stop);
    side->addWidget(attach);
    side->addStretch();
    row->addLayout(side);
    body()->addLayout(row);
    m_shown = new QWidget;
    auto *files = new QHBoxLayout(m_shown);
    files->setContentsMargins({});
    files->setSpacing(space::kSmall);
    body()->addWidget(m_shown);
    m_hint = (new Label({}, TextStyle::Caption, Colour::TextSecondary))->elided();
    body()->addWidget(m_hint);
    connect(m_text, &QPlainTextEdit::textChanged, this, &PromptBox::refresh);
    connect(m_text, &PromptEdit::sendAsked, this, &PromptBox::sendAsked);
    connect(m_text, &PromptEdit::filesGiven, this, &PromptBox::attach);
    connect(m_text, &PromptEdit::pictureGiven, this, &PromptBox::attachPicture);
    connect(m_send, &QPushButton::clicked, this, &PromptBox::sendAsked);
    connect(m_stop, &QPushButton::clicked, this, &PromptBox::stopAsked);
    connect(attach, &QPushButton::clicked, this, &PromptBox::choose);
    tell({});
    showFiles();
}

QWidget *PromptBox::makeSamples()
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins({});
    row->setSpacing(space::kSmall);
    row->addWidget(new Label(tr("To begin with:"), TextStyle::Caption, Colour::TextSecondary));
    const std::pair<QString, QString> samples[] = {
        {tr("Explain a term"), tr("Explain in three sentences what a race condition is, with an example.")},
        {tr("Write a function"),
         tr("Write a function in Python that merges overlapping intervals, with two tests.")},
        {tr("Find the mistake"),
         tr("What is wrong with this SQL?\nSELECT name, COUNT(*) FROM orders WHERE COUNT(*) > 3;")}};
    for (const auto &[name, text] : samples) {
        QPushButton *sample = smallButton(name);
        connect(sample, &QPushButton::clicked, this, [this, text = text] {
            m_text->setPlainText(text);
            m_text->moveCursor(QTextCursor::End);
            m_text->setFocus();
        });
        row->addWidget(sample);
    }
    row->addStretch();
    return line;
}

client::PlaygroundTurn PromptBox::turn() const
{
    return {.text = m_text->toPlainText().trimmed(), .files = m_files};
}

void PromptBox::setTurn(const client::PlaygroundTurn &turn)
{
    m_text->setPlainText(turn.text);
    m_text->moveCursor(QTextCursor::End);
    m_files = turn.files;
    showFiles();
}

bool PromptBox::isEmpty() const
{
    return m_files.empty() && m_text->toPlainText().trimmed().isEmpty();
}

void PromptBox::clear()
{
    setTurn({});
    tell({});
}

void PromptBox::setTarget(int models, bool running)
{
    m_models = models;
    m_running = running;
    refresh();
}

void PromptBox::offerSamples(bool on)
{
    m_samples->setVisible(on);
}

void PromptBox::focusText()
{
    m_text->setFocus();
}

void PromptBox::tell(const QString &problem)
{
    m_hint->setRole(problem.isEmpty() ? Colour::TextSecondary : Colour::Error);
    m_hint->setText(problem.isEmpty()
                        ? tr("Ctrl+Enter sends · with the routing, cache, limits and prices of programs")
                        : problem);
}

void PromptBox::refresh()
{
    m_send->setText(m_models == 1 ? tr("Send") : tr("Send to %1").arg(m_models));
    m_send->setEnabled(!isEmpty() && !m_running && m_models > 0);
    m_stop->setEnabled(m_running);
}

void PromptBox::choose()
{
    attach(QFileDialog::getOpenFileNames(this, tr("Attach files")));
}

void PromptBox::attach(const QStringList &paths)
{
    tell({});
    for (const QString &path : paths) {
        QFile file(path);
        if (file.size() > PlaygroundFile::kMostBytes) {
            tell(tr("%1 is larger than %2.")
                     .arg(QFileInfo(path).fileName(),
                          QLocale().formattedDataSize(PlaygroundFile::kMostBytes, 0)));
            continue;
        }
        if (!file.open(QIODevice::ReadOnly)) {
            tell(tr("%1 cannot be read: %2").arg(QFileInfo(path).fileName(), file.errorString()));
            continue;
        }
        const QByteArray bytes = file.readAll();
        const QMimeType type = QMimeDatabase().mimeTypeForFileNameAndData(path, bytes);
        PlaygroundFile one{.name = QFileInfo(path).fileName(), .type = type.name()};
        // Sources of every language are texts.
        if (type.inherits(u"text/plain"_s) && !one.isText())
            one.type = u"text/plain"_s;
        one.content = one.isText() ? QString::fromUtf8(bytes) : QString::fromLatin1(bytes.toBase64());
        add(std::move(one));
    }
}

void PromptBox::attachPicture(const QImage &picture)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (picture.isNull() || !picture.save(&buffer, "PNG"))
        return tell(tr("The picture cannot be read."));
    tell({});
    add({.name = tr("pasted picture.png"),
         .type = u"image/png"_s,
         .content = QString::fromLatin1(bytes.toBase64())});
}

void PromptBox::add(PlaygroundFile file)
{
    // As they are sent: base64 makes three bytes four.
    if (bytesOf(m_files) + file.content.size() > PlaygroundFile::kMostBytes / 3 * 4)
        return tell(tr("All files together may not be larger than %1.")
                        .arg(QLocale().formattedDataSize(PlaygroundFile::kMostBytes, 0)));
    m_files.push_back(std::move(file));
    showFiles();
}

void PromptBox::showFiles()
{
    while (QLayoutItem *item = m_shown->layout()->takeAt(0)) {
        if (item->widget()) {
            item->widget()->hide();
            item->widget()->deleteLater();
        }
        delete item;
    }
    for (std::size_t i = 0; i < m_files.size(); ++i) {
        QPushButton *file = smallButton(m_files[i].name, Emphasis::Secondary, u"close"_s);
        file->setToolTip(tr("Take it out again"));
        file->setAccessibleName(tr("Take out %1").arg(m_files[i].name));
        connect(file, &QPushButton::clicked, this, [this, i] {
            m_files.erase(m_files.begin() + std::ptrdiff_t(i));
            showFiles();
        });
        m_shown->layout()->addWidget(file);
    }
    static_cast<QHBoxLayout *>(m_shown->layout())->addStretch();
    m_shown->setVisible(!m_files.empty());
    refresh();
}

}   // namespace gw::ui
