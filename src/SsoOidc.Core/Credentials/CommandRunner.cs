using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using SsoOidc.Base;

namespace SsoOidc.Credentials;

/// <summary>Runs a program to its end and returns what it wrote. Cancelling kills it and its children.</summary>
internal static class CommandRunner
{
    private const int MaxOutput = 64 * 1024;

    private const int MaxError = 4 * 1024;

    /// <exception cref="CredentialsException">It did not start, failed, or wrote more than 64 KiB.</exception>
    public static async Task<byte[]> RunAsync(string source, string path, IEnumerable<string> arguments, string? directory, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using var process = new Process { StartInfo = StartInfo(path, arguments, directory), EnableRaisingEvents = true };
        var exited = Signal();
        process.Exited += (_, _) => exited.TrySetResult(true);
        try
        {
            process.Start();
        }
        catch (Win32Exception e)
        {
            throw new CredentialsException(source, $"'{Shown.Clean(path)}' cannot be run: {Shown.Clean(e.Message)}", e);
        }

        // A child that outlives the kill may hold the output open: the wait ends without it.
        var cancelled = Signal();
        using var kill = cancellationToken.Register(() =>
        {
            ProcessTree.Kill(process);
            cancelled.TrySetResult(true);
        });
        var result = CollectAsync(source, process, exited.Task);
        await Task.WhenAny(result, cancelled.Task).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        return await result.ConfigureAwait(false);
    }

    private static async Task<byte[]> CollectAsync(string source, Process process, Task exited)
    {
        var error = ReadAsync(process.StandardError.BaseStream, MaxError, isDrained: true);
        var output = await ReadAsync(process.StandardOutput.BaseStream, MaxOutput + 1, isDrained: false).ConfigureAwait(false);
        if (output.Length > MaxOutput)
        {
            ProcessTree.Kill(process);
            throw new CredentialsException(source, "it wrote more than 64 KiB.");
        }

        await exited.ConfigureAwait(false);
        return process.ExitCode == 0
            ? output
            : throw new CredentialsException(source, $"it ended with exit code {process.ExitCode}{Said(await error.ConfigureAwait(false))}");
    }

    private static TaskCompletionSource<bool> Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ProcessStartInfo StartInfo(string path, IEnumerable<string> arguments, string? directory) => new(path, ShellWords.JoinWindows(arguments))
    {
        UseShellExecute = false,
        WorkingDirectory = directory ?? "",
        CreateNoWindow = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    };

    private static string Said(byte[] error) => Shown.Clean(Encoding.UTF8.GetString(error).Trim(), 300) is { Length: > 0 } said ? $" and said: {said}" : ".";

    // A drained stream is read on after the limit, so that its writer does not block.
    private static async Task<byte[]> ReadAsync(Stream stream, int limit, bool isDrained)
    {
        var kept = new MemoryStream();
        var buffer = new byte[4096];
        for (int read; (read = await Platform.ReadAsync(stream, buffer, CancellationToken.None).ConfigureAwait(false)) > 0;)
        {
            kept.Write(buffer, 0, Math.Min(read, limit - (int)kept.Length));
            if (!isDrained && kept.Length == limit)
                break;
        }

        return kept.ToArray();
    }
}
