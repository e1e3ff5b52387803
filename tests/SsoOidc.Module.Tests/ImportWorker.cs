using System.Diagnostics;
using System.Management.Automation.Runspaces;
using System.Runtime.CompilerServices;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>
/// What this assembly does when a test starts it as another process: says which assemblies an import and a first call load, and how many
/// methods of ours they have the runtime compile.
/// </summary>
internal static class ImportWorker
{
    public static int Run(string endpoint)
    {
        using var compiled = new CompiledMethods();
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        // What any import and any cmdlet loads is not the module's.
        Invoke(runspace, "New-Module { } | Import-Module; Get-Module");
        var before = Loaded();
        Invoke(runspace, $"Import-Module '{TestEnvironment.Manifest}'");
        var imported = Loaded();
        var importCount = compiled.Count(AfterImport);
        Invoke(runspace, $"Register-SSOOIDCClient cli -EndpointUrl {endpoint}");
        var called = Loaded();
        var callCount = compiled.Count(AfterCall) - importCount;
        Console.WriteLine(string.Join(' ', imported.Except(before).Order(StringComparer.Ordinal)));
        Console.WriteLine(string.Join(' ', called.Except(imported).Order(StringComparer.Ordinal)));
        Console.WriteLine($"{importCount} {callCount}");
        return 0;
    }

    /// <summary>The assemblies that a fresh process has loaded, and the number of methods it has compiled, at import and then for a first call.</summary>
    public static async Task<(string[] Import, string[] Call, int[] Compiled)> StartAsync(string endpoint, CancellationToken cancellationToken)
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
        return (Names(lines[0]), Names(lines[1]), Array.ConvertAll(Names(lines[2]), int.Parse));
    }

    private static string[] Names(string line) => line.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static void Invoke(Runspace runspace, string script)
    {
        using var shell = PowerShell.Create(runspace);
        shell.AddScript("$ErrorActionPreference = 'Stop'; " + script).Invoke();
    }

    // Methods that are compiled when they are first called, which tells that all before them have been counted.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AfterImport()
    {
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void AfterCall()
    {
    }

    private static string[] Loaded() =>
        [.. AppDomain.CurrentDomain.GetAssemblies().Where(assembly => !assembly.IsDynamic).Select(assembly => assembly.GetName().Name!)];
}
