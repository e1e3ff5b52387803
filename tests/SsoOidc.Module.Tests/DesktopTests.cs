using System.Reflection;
using System.Runtime.Loader;
using SsoOidc.ModuleTests.Hosting;

namespace SsoOidc.ModuleTests;

/// <summary>What Windows PowerShell alone needs, as far as it can be seen elsewhere.</summary>
public sealed class DesktopTests
{
    private static readonly string Folder = Path.Combine(TestEnvironment.RepositoryRoot, "module", "bin", "Desktop");

    // Beside the module of PowerShell 7, which may be loaded here.
    private static readonly Assembly Module = new AssemblyLoadContext("desktop").LoadFromAssemblyPath(Path.Combine(Folder, "SsoOidc.dll"));

    [Theory]
    [InlineData("System.Text.Json")]
    [InlineData("System.Runtime.CompilerServices.Unsafe, Version=4.0.4.1")]
    public void The_resolver_answers_its_own_assemblies_with_the_files_beside_them(string name)
    {
        // This process has a System.Text.Json of its own: another module's, so to speak.
        Assert.NotEqual(Folder, Path.GetDirectoryName(typeof(System.Text.Json.JsonDocument).Assembly.Location));

        Assert.Equal(Path.Combine(Folder, name.Split(',')[0] + ".dll"), Resolve(name, Module)?.Location);
    }

    [Fact]
    public void The_resolver_answers_nobody_else()
    {
        Assert.Null(Resolve("System.Text.Json", null));
        Assert.Null(Resolve("System.Text.Json", typeof(DesktopTests).Assembly));
        Assert.Null(Resolve("Newtonsoft.Json", Module));
    }

    [Fact]
    public void Windows_PowerShell_says_in_a_sentence_that_it_needs_the_framework_of_the_manifest()
    {
        var script = File.ReadAllText(Path.Combine(Folder, "SsoOidc.psm1"));
        // 461808 is what the registry has for 4.7.2.
        Assert.Contains("-lt 461808", script, StringComparison.Ordinal);
        Assert.Contains("throw 'SsoOidc needs .NET Framework 4.7.2 or later", script, StringComparison.Ordinal);
        Assert.Contains("DotNetFrameworkVersion = '4.7.2'", File.ReadAllText(TestEnvironment.Manifest), StringComparison.Ordinal);
        Assert.Contains(".NET Framework 4.7.2", File.ReadAllText(Path.Combine(TestEnvironment.RepositoryRoot, "README.md")), StringComparison.Ordinal);
    }

    private static Assembly? Resolve(string name, Assembly? asking) =>
        (Assembly?)Module.GetType("SsoOidc.DesktopResolver")!.GetMethod("Resolve", BindingFlags.Static | BindingFlags.NonPublic)!
            .Invoke(null, [null, new ResolveEventArgs(name, asking)]);
}
