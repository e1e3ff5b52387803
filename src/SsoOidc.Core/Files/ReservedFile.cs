using SsoOidc.Base;

namespace SsoOidc.Files;

/// <summary>
/// The place of a file's new content, taken before the content is known: a file beside it that is ours and as large as will be needed. What
/// disks, limits and other users can forbid is forbidden here, and not when something that works only once was spent for the content.
/// </summary>
internal sealed class ReservedFile : IDisposable
{
    private const int ReplaceAttempts = 20;

    private static readonly TimeSpan ReplacePause = TimeSpan.FromMilliseconds(25);

    /// <summary>A temporary file is renamed soon; one this old was left by a killed process.</summary>
    private static readonly TimeSpan StaleAfter = TimeSpan.FromMinutes(10);

    private readonly string _path;
    private readonly string _temporary;
    private readonly FileStream _file;

    private ReservedFile(string path, string temporary, FileStream file)
    {
        _path = path;
        _temporary = temporary;
        _file = file;
    }

    /// <summary>Takes the place of a file of so many bytes; null with a problem where it cannot be had.</summary>
    public static ReservedFile? Take(string path, int size, TimeProvider time, out string? problem)
    {
        var folder = Path.GetDirectoryName(path)!;
        problem = CacheFolder.Prepare(folder);
        if (problem is not null)
            return null;

        RemoveStale(folder, time);
        var temporary = path + "." + Platform.LowerHex(Platform.RandomBytes(8)) + ".tmp";
        FileStream? file = null;
        problem = Try(path, () =>
        {
            file = OwnerOnly.CreateNew(temporary);
            file.Write(new byte[size], 0, size);
            file.Flush(flushToDisk: true);
        });
        if (problem is null)
            return new ReservedFile(path, temporary, file!);

        _ = Try(path, () => file?.Dispose());
        SecureFile.Delete(temporary, out _);
        return null;
    }

    /// <summary>
    /// Puts the content in place of the file as a whole: a reader sees the old content or the new, never half, and no moment at which others
    /// could open it. Returns null, or why the file was not written (it is then as it was before).
    /// </summary>
    public async Task<string?> CommitAsync(byte[] content, TimeProvider time, CancellationToken cancellationToken)
    {
        if (Try(_path, () =>
        {
            _file.Position = 0;
            _file.Write(content, 0, content.Length);
            _file.SetLength(content.Length);
            _file.Flush(flushToDisk: true);
            _file.Dispose();
        }) is { } problem)
        {
            return problem;
        }

        // On Windows a reader that does not share deletion (Python does not) holds up the rename for as long as it reads.
        for (var attempt = 1; ; attempt++)
        {
            problem = Try(_path, () => OwnerOnly.Replace(_temporary, _path));
            if (problem is null || !OwnerOnly.IsWindows || attempt == ReplaceAttempts)
                return problem;
            await Platform.Delay(ReplacePause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose()
    {
        _ = Try(_path, _file.Dispose);
        SecureFile.Delete(_temporary, out _);
    }

    private static string? Try(string path, Action action)
    {
        try
        {
            action();
            return null;
        }
        catch (ArgumentOutOfRangeException)
        {
            // .NET's word for EFBIG: a limit of file sizes (ulimit -f).
            return "the file '" + path + "' would be larger than this system lets it be";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static void RemoveStale(string folder, TimeProvider time)
    {
        var limit = time.GetUtcNow().UtcDateTime - StaleAfter;
        // Somebody else's broom may be faster, or the folder may not be listed: the write itself will tell.
        _ = Try(folder, () =>
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*.json.*.tmp"))
            {
                if (File.GetLastWriteTimeUtc(file) < limit)
                    SecureFile.Delete(file, out _);
            }
        });
    }
}
