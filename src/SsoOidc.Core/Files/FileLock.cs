using System.Diagnostics;
using System.Globalization;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Files;

/// <summary>
/// A lock between processes: a file of its own, held open without sharing. The system drops it when the holder ends in any way,
/// kill -9 included. The file stays: deleting it would let two processes hold locks on two files of one name, unless each looks whether the
/// file it has locked is still the one of that name.
/// </summary>
/// <remarks>On Unix this is flock(2), which .NET leaves out on file systems that do not know it.</remarks>
internal sealed class FileLock : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private readonly FileStream _file;
    private readonly bool _isPassing;

    private FileLock(FileStream file, bool isPassing)
    {
        _file = file;
        _isPassing = isPassing;
    }

    /// <summary>
    /// Waits until the lock is free. Returns null with a problem if it cannot be made at all, and null without one when
    /// <paramref name="timeout"/> has passed.
    /// </summary>
    /// <param name="path">The lock's file.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <param name="waiting">Told before each pause how long has been waited.</param>
    public static async Task<(FileLock? Lock, string? Problem)> AcquireAsync(
        string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken, Action<TimeSpan>? waiting = null) =>
        CacheFolder.Prepare(Path.GetDirectoryName(path)!) is { } problem
            ? (null, problem)
            : await AcquireAsync(path, isPassing: false, timeout, time, waiting, cancellationToken).ConfigureAwait(false);

    /// <summary>The same for work of milliseconds beside a file of the user's, where the lock leaves nothing behind.</summary>
    public static Task<(FileLock? Lock, string? Problem)> AcquirePassingAsync(
        string path, TimeSpan timeout, TimeProvider time, CancellationToken cancellationToken, Action<TimeSpan>? waiting = null) =>
        AcquireAsync(path, isPassing: true, timeout, time, waiting, cancellationToken);

    private static async Task<(FileLock? Lock, string? Problem)> AcquireAsync(
        string path, bool isPassing, TimeSpan timeout, TimeProvider time, Action<TimeSpan>? waiting, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();

        for (var pause = FirstPause; ; pause = Longer(pause))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryAcquire(path, isPassing, out var problem) is { } held)
                return (held, null);
            var waited = time.GetElapsedTime(began);
            if (problem is not null || waited >= timeout)
                return (null, problem);

            waiting?.Invoke(waited);
            await Platform.Delay(pause, time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The process that holds a lock, as it wrote itself there; null when it is this one or cannot be told.</summary>
    public static int? HolderOf(string path)
    {
        try
        {
            return int.TryParse(Read(path).Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id != CurrentProcess() ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        // Windows deletes no file that is open, and opens none that somebody else has.
        if (_isPassing && !OwnerOnly.IsWindows)
            SecureFile.Delete(_file.Name, out _);
        _file.Dispose();
        if (_isPassing && OwnerOnly.IsWindows)
            SecureFile.Delete(_file.Name, out _);
    }

    private static FileLock? TryAcquire(string path, bool isPassing, out string? problem)
    {
        problem = null;
        try
        {
            if (!File.Exists(path))
                Create(path);
            // Windows lets others read beside the one that writes, and lets no second one write; Unix locks the file for FileShare.None only.
            var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, OwnerOnly.IsWindows ? FileShare.Read : FileShare.None, bufferSize: 1);
            var signature = Sign(file);
            if (!isPassing || IsStill(path, signature))
                return new FileLock(file, isPassing);
            file.Dispose();
            return null;
        }
        catch (IOException e) when (IsHeld(e) || isPassing && e is FileNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            problem = e.Message;
            return null;
        }
    }

    private static bool IsStill(string path, string? signature)
    {
        try
        {
            return signature is null || Read(path) == signature;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private static string Read(string path)
    {
        using var file = OwnerOnly.OpenBeside(path);
        var text = new byte[64];
        return Encoding.ASCII.GetString(text, 0, file.Read(text, 0, text.Length));
    }

    // Who waits is told for whom. A full disk forbids that, and nothing else.
    private static string? Sign(FileStream file)
    {
        try
        {
            var signature = CurrentProcess().ToString(CultureInfo.InvariantCulture) + " " + Platform.LowerHex(Platform.RandomBytes(8));
            file.SetLength(0);
            file.Write(Encoding.ASCII.GetBytes(signature), 0, signature.Length);
            file.Flush();
            return signature;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    private static int CurrentProcess()
    {
        using var process = Process.GetCurrentProcess();
        return process.Id;
    }

    private static TimeSpan Longer(TimeSpan pause) => pause + pause < LongestPause ? pause + pause : LongestPause;

    private static void Create(string path)
    {
        try
        {
            OwnerOnly.CreateNew(path).Dispose();
        }
        catch (IOException e) when (File.Exists(path) || e.HResult == 17 || (e.HResult & 0xFFFF) is 80 or 183)
        {
            // Another process made it in between, and may be done with it already: just as well. (EEXIST; ERROR_FILE_EXISTS, ERROR_ALREADY_EXISTS)
            return;
        }
    }

    // Another process has it open and shares it with nobody. Windows: ERROR_SHARING_VIOLATION, ERROR_LOCK_VIOLATION. Unix: EWOULDBLOCK, 11 on Linux and 35 on macOS.
    internal static bool IsHeld(IOException e) => OwnerOnly.IsWindows
        ? (e.HResult & 0xFFFF) is 32 or 33
        : e.HResult is 11 or 35;
}
