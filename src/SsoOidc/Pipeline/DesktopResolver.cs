using System.Management.Automation;
using System.Reflection;

namespace SsoOidc;

/// <summary>
/// Windows PowerShell has no load context and reads no binding redirects for a module: System.Text.Json and what it brings
/// ask for each other in versions that differ from the files beside us. Answers for exactly those names, from
/// this folder, and for nobody else's.
/// </summary>
public sealed class DesktopResolver : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly HashSet<string> Ours = new(StringComparer.OrdinalIgnoreCase)
    {
        "Microsoft.Bcl.AsyncInterfaces",
        "Microsoft.Bcl.TimeProvider",
        "SsoOidc.Core",
        "System.Buffers",
        "System.Memory",
        "System.Numerics.Vectors",
        "System.Runtime.CompilerServices.Unsafe",
        "System.Text.Encodings.Web",
        "System.Text.Json",
        "System.Threading.Tasks.Extensions",
    };

    private static readonly string Folder = Path.GetDirectoryName(typeof(DesktopResolver).Assembly.Location)!;

    /// <inheritdoc/>
    public void OnImport() => AppDomain.CurrentDomain.AssemblyResolve += Resolve;

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => AppDomain.CurrentDomain.AssemblyResolve -= Resolve;

    private static Assembly? Resolve(object? sender, ResolveEventArgs args)
    {
        var name = new AssemblyName(args.Name).Name;
        if (name is null || !Ours.Contains(name) || args.RequestingAssembly is not { } asking || !IsBesideUs(asking))
            return null;
        var path = Path.Combine(Folder, name + ".dll");
        if (!File.Exists(path))
            return null;

        // Where another module has loaded an assembly of this identity, LoadFrom gives that one and not our file.
        var loaded = Assembly.LoadFrom(path);
        return IsBesideUs(loaded) ? loaded : Assembly.LoadFile(path);
    }

    private static bool IsBesideUs(Assembly assembly) =>
        !assembly.IsDynamic && string.Equals(Path.GetDirectoryName(assembly.Location), Folder, StringComparison.OrdinalIgnoreCase);
}
