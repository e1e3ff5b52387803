using System.Diagnostics;
using System.Management.Automation.Runspaces;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>What this assembly does when a test starts it as another process: says which assemblies an import and a first call load.</summary>
internal static class ImportWorker
{
    public static int Run(string endpoint)
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        // What any import and any cmdlet loads is not the module's.
        Invoke(runspace, "New-Module { } | Import-Module; Get-Module");
        var before = Loaded();
        Invoke(runspace, $"Import-Module '{TestEnvironment.Manifest}'");
        var imported = Loaded();
        Invoke(runspace, $"Register-SSOOIDCClient cli -EndpointUrl {endpoint}");
        var called = Loaded();
        Console.WriteLine(string.Join(' ', imported.Except(before).Order(StringComparer.Ordinal)));
        Console.WriteLine(string.Join(' ', called.Except(imported).Order(StringComparer.Ordinal)));
        return 0;
    }

    /// <summary>The names that a fresh process has loaded at import, and then for a first call.</summary>
    public static async Task<(string[] Import, string[] Call)> StartAsync(string endpoint, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(ImportWorker).Assembly.Location);
        start.ArgumentList.Add("import");
        start.ArgumentList.Add(endpoint);
        using var process = Process.Start(start)!;
        var lines = (await process.StandardOutput.ReadToEndAsync(cancellationToken)).Split('\n', StringSplitOptions.TrimEntries);
        await process.WaitForExitAsync(cancellationToken);
        Assert.Equal(0, process.ExitCode);
        return (Names(lines[0]), Names(lines[1]));
    }

    private static string[] Names(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Invoke(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript("$ErrorActionPreference = 'Stop'; " + script).Invoke();
    }

    private static string[] Loaded() =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.GetName().Name!)];
}
