using System.Diagnostics;
using System.Reflection;

namespace SsoOidc.DemoTests;

/// <summary>The built demo as a process, its output to pipes.</summary>
internal sealed record DemoProcess(int ExitCode, string Output, string Errors)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<DemoProcess> RunAsync(string[] arguments, string input = "", IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo("dotnet", [Dll(), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        using var late = new CancellationTokenSource(Patience);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new DemoProcess(process.ExitCode, await output, await errors);
    }

    private static string Dll()
    {
        var configuration = Assembly.GetExecutingAssembly().GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "Configuration").Value!;
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "SsoOidc.psd1")))
            folder = folder.Parent ?? throw new FileNotFoundException("SsoOidc.psd1 is in no folder above the tests.");
        return Path.Combine(folder.FullName, "src", "SsoOidc.Demo", "bin", configuration, "net10.0", "SsoOidc.Demo.dll");
    }
}
