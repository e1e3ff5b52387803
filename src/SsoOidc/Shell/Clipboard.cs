using System.ComponentModel;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Runtime.InteropServices;
using System.Text;
using SsoOidc.Login.Browser;
using SsoOidc.Programs;

namespace SsoOidc.Shell;

/// <summary>Puts an address on the clipboard: over SSH on that of the terminal (OSC 52), else by the system's own program.</summary>
internal static class Clipboard
{
    private const int PatienceMilliseconds = 2000;

    private static readonly bool IsWindows = RuntimeInformation.IsOSPlatform(OSPlatform.Windows);

    private static readonly (string File, string Arguments)[] Programs =
        IsWindows ? [("clip.exe", "")]
        : RuntimeInformation.IsOSPlatform(OSPlatform.OSX) ? [("pbcopy", "")]
        : [("wl-copy", ""), ("xclip", "-selection clipboard"), ("xsel", "--clipboard --input"), ("clip.exe", "")];

    /// <returns>Null, or why it was not copied.</returns>
    public static string? Copy(string text, PSHost host)
    {
        if (LoginEnvironment.OfProcess().IsSsh)
            return TryWrite($"\u001b]52;c;{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}\a", host) ? null : "The address was not copied: this host writes nothing to a terminal. Copy it from above.";
        return Array.Exists(Programs, program => TryCopy(program.File, program.Arguments, text))
            ? null
            : "The address was not copied: no clipboard program was found. Copy it from above.";
    }

    [SuppressMessage("Design", "CA1031", Justification = "A clipboard is optional, and what a host throws is its own affair.")]
    private static bool TryWrite(string sequence, PSHost host)
    {
        try
        {
            host.UI.Write(sequence);
            return true;
        }
        catch (Exception e) when (e is not PipelineStoppedException)
        {
            return false;
        }
    }

    private static bool TryCopy(string file, string arguments, string text)
    {
        if (ExecutablePath.Find(file, Environment.GetEnvironmentVariable, IsWindows) is not { } path)
            return false;
        try
        {
            var start = new ProcessStartInfo(path, arguments)
            {
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            SecretVariables.RemoveFrom(start);
            WriteNoByteOrderMark();
            using var process = Process.Start(start);
            if (process is null)
                return false;
            process.StandardInput.Write(text);
            process.StandardInput.Close();
            return process.WaitForExit(PatienceMilliseconds) && process.ExitCode == 0;
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    // .NET Framework writes to a program in the console's encoding, and the mark of it first.
    private static void WriteNoByteOrderMark()
    {
#if !NET
        if (IsWindows && Console.InputEncoding.GetPreamble().Length > 0)
            Console.InputEncoding = new UTF8Encoding(false);
#endif
    }
}
