using SsoOidc.Base;

namespace SsoOidc.Files;

/// <summary>
/// A lock between processes: a file of its own, held open without sharing. The system drops it when the holder ends in any way,
/// kill -9 included. The file stays: deleting it would let two processes hold locks on two files of one name.
/// </summary>
/// <remarks>On Unix this is flock(2), which .NET leaves out on file systems that do not know it.</remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;

    private FileLock(FileStream file) => _file = file;

    /// <summary>
    /// Waits until the lock is free. Returns null with a problem if it cannot be made at all, and null without one when
    /// <paramref name="timeout"/> has passed.
    /// </summary>
    public static async Task<(FileLock? Lock, string? Problem)> AcquireAsync(
        string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        if (CacheFolder.Prepare(Path.GetDirectoryName(path)!) is { } problem)
            return (null, problem);

        for (var pause = FirstPause; ;)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path, out problem) is { } held)
                return (held, null);
            if (problem is not null || time.GetElapsedTime(began) >= timeout)
                return (null, problem);

            await Platform.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            pause = pause + pause < LongestPause ? pause + pause : LongestPause;
        }
    }

    public void Dispose() => _file.Dispose();

    private static FileLock? TryAcquire(string path, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path))
                Create(path);
            return new FileLock(new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None));
        }
        catch (IOException e) when (IsHeld(e))
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }

    private static void Create(string path)
    {
        try
        {
            OwnerOnly.CreateNew(path).Dispose();
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another process made it in between: just as well.
            return;
        }
    }

    // Another process has it open and shares it with nobody. Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. Unix: EWOULDBLOCK, 11 on Linux and 35 on macOS.
    internal static bool IsHeld(IOException e) => OwnerOnly.IsWindows
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.HResult is 11 or 35;
}
