using System.ComponentModel;
using System.Diagnostics;

namespace SsoOidc.Credentials;

/// <summary>Ends a process and those it started.</summary>
internal static class ProcessTree
{
    public static void Kill(Process process)
    {
        try
        {
            KillAll(process);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended already, or is ending: what was asked for.
            Debug.WriteLine(e);
        }
    }

#if NET
    private static void KillAll(Process process) => process.Kill(entireProcessTree: true);
#else
    private static void KillAll(Process process)
    {
        if (Path.DirectorySeparatorChar == '\\')
        {
            var system = Environment.GetFolderPath(Environment.SpecialFolder.System);
            using var taskkill = Process.Start(new ProcessStartInfo(Path.Combine(system, "taskkill.exe"), $"/T /F /PID {process.Id}")
            {
                UseShellExecute = false,
                CreateNoWindow = true,
            });
            taskkill?.WaitForExit();
        }

        if (!process.HasExited)
            process.Kill();
    }
#endif
}
