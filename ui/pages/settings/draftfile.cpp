#include "ui/pages/settings/draftfile.h"

#include <QFile>
#include <QSaveFile>

namespace gw::ui {

// The first line names the file, the rest is the text.
void DraftFile::keep(const Draft &draft) const
{
    if (m_path.isEmpty())
        return;
    QSaveFile file(m_path);
    if (!file.open(QIODevice::WriteOnly))
        return;
    file.setPermissions(QFile::ReadOwner | QFile::WriteOwner);
    file.write(draft.file.toUtf8() + '\n' + draft.text.toUtf8());
    file.commit();
}

std::optional<DraftFile::Draft> DraftFile::read() const
{
    QFile file(m_path);
    if (m_path.isEmpty() || !file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QByteArray name = file.readLine();
    if (!name.endsWith('\n'))
        return std::nullopt;
    return Draft{QString::fromUtf8(name.chopped(1)), QString::fromUtf8(file.readAll())};
}

void DraftFile::remove() const
{
    if (!m_path.isEmpty())
        QFile::remove(m_path);
}

}   // namespace gw::ui
