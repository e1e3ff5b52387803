using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SsoOidc.Reliability.Paper;

/// <summary>A folder is a layer: what it uses stands in the table of docs/design.md, and nothing there leads back up.</summary>
public sealed class RoomsTests
{
    private static readonly Lazy<Rooms> Core = new(() => Rooms.Read("src/SsoOidc.Core"));
    private static readonly Lazy<Rooms> Cmdlets = new(() => Rooms.Read("src/SsoOidc"));

    public static TheoryData<string> Assemblies => ["SsoOidc.Core", "SsoOidc"];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void The_arrows_between_rooms_are_those_of_the_design(string assembly)
    {
        var code = Of(assembly).Arrows.GroupBy(arrow => arrow.From).ToDictionary(room => room.Key, room => room.Select(arrow => arrow.To).ToHashSet());
        var table = Table(assembly);

        Assert.Equal(Of(assembly).Names.Order(StringComparer.Ordinal), table.Keys.Order(StringComparer.Ordinal));
        foreach (var room in table)
        {
            var used = code.GetValueOrDefault(room.Key) ?? [];
            Assert.True(used.SetEquals(room.Value), $"{assembly}/{room.Key} uses {string.Join(", ", used.Order(StringComparer.Ordinal))}; docs/design.md allows {string.Join(", ", room.Value)}. "
                + string.Join(", ", Of(assembly).Arrows.Where(arrow => arrow.From == room.Key && !room.Value.Contains(arrow.To)).Select(arrow => arrow.Example)));
        }
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void No_room_lies_in_a_cycle(string assembly)
    {
        var left = Table(assembly).ToDictionary(room => room.Key, room => room.Value.ToHashSet());
        while (left.Where(room => room.Value.Count == 0).Select(room => room.Key).ToList() is { Count: > 0 } grounds)
        {
            foreach (var ground in grounds)
                left.Remove(ground);
            foreach (var room in left.Values)
                room.ExceptWith(grounds);
        }

        Assert.Empty(left.Keys);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void A_file_bears_the_name_of_its_one_type(string assembly)
    {
        foreach (var (file, types) in Of(assembly).Types)
            Assert.Equal([Path.GetFileNameWithoutExtension(file)], types);
    }

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void What_is_not_public_has_the_namespace_of_its_room(string assembly)
    {
        // The official names of another module are what that room is for.
        foreach (var (type, room) in Of(assembly).Internals.Where(type => type.Room != "Compatibility/Amazon"))
            Assert.Equal($"SsoOidc.{room.Replace('/', '.')}.{type.Name}", type.ToDisplayString(SymbolDisplayFormat.CSharpErrorMessageFormat.WithGenericsOptions(SymbolDisplayGenericsOptions.None)));
    }

    private static Rooms Of(string assembly) => (assembly == "SsoOidc" ? Cmdlets : Core).Value;

    /// <summary>The rows <c>| room | what it uses |</c> under the heading that names the assembly's folder.</summary>
    private static Dictionary<string, string[]> Table(string assembly) =>
        File.ReadAllLines(Repository.PathOf("docs/design.md"))
            .SkipWhile(line => line != $"| room of src/{assembly} | uses |")
            .Skip(2)
            .TakeWhile(line => line.StartsWith("| ", StringComparison.Ordinal))
            .Select(line => line.Split('|', StringSplitOptions.TrimEntries))
            .ToDictionary(cells => cells[1], cells => cells[2].Split(", ", StringSplitOptions.RemoveEmptyEntries));

    private sealed record Arrow(string From, string To, string Example);

    private sealed class Rooms(string folder, CSharpCompilation compilation)
    {
        public IEnumerable<string> Names => Internals.Select(type => type.Room).Concat(Arrows.SelectMany(arrow => new[] { arrow.From, arrow.To })).Distinct();

        public IReadOnlyList<(string File, string[] Types)> Types { get; } =
            [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).Select(tree => (tree.FilePath, Declarations(tree).Select(NameOf).ToArray()))];

        public IReadOnlyList<(INamedTypeSymbol Type, string Room)> Internals { get; } = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => Declarations(tree).Select(type => (INamedTypeSymbol)compilation.GetSemanticModel(tree).GetDeclaredSymbol(type)!))
            .Where(type => type.DeclaredAccessibility != Accessibility.Public)
            .Select(type => (type, RoomOf(folder, type.Locations[0].SourceTree!)))];

        public IReadOnlyList<Arrow> Arrows { get; } = [.. compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0)
            .SelectMany(tree => Used(compilation, tree).Select(used => new Arrow(RoomOf(folder, tree), RoomOf(folder, used.Tree), $"{Path.GetFileNameWithoutExtension(tree.FilePath)} > {used.Name}")))
            .Where(arrow => arrow.From != arrow.To)
            .DistinctBy(arrow => (arrow.From, arrow.To))];

        public static Rooms Read(string project)
        {
            var folder = Repository.PathOf(project);
            // Documentation may point anywhere; it is no arrow.
            var options = new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.None, preprocessorSymbols: ["NET"]);
            var usings = new[] { "System", "System.IO", "System.Linq", "System.Collections.Generic", "System.Threading", "System.Threading.Tasks", "System.Net.Http" };
            var trees = Repository.Files(project, "*.cs").Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
                .Append(CSharpSyntaxTree.ParseText(string.Concat(usings.Select(name => $"global using {name};")), options));
            var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
                .Where(path => !project.EndsWith("Core", StringComparison.Ordinal) || !path.EndsWith("SsoOidc.Core.dll", StringComparison.Ordinal))
                .Select(path => MetadataReference.CreateFromFile(path));
            return new Rooms(folder, CSharpCompilation.Create("rooms", trees, references, new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)));
        }

        private static IEnumerable<MemberDeclarationSyntax> Declarations(SyntaxTree tree) => tree.GetRoot()
            .DescendantNodes(node => node is not BaseTypeDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(node => node is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax);

        private static string NameOf(MemberDeclarationSyntax type) =>
            type is BaseTypeDeclarationSyntax declaration ? declaration.Identifier.Text : ((DelegateDeclarationSyntax)type).Identifier.Text;

        private static IEnumerable<(SyntaxTree Tree, string Name)> Used(CSharpCompilation compilation, SyntaxTree tree)
        {
            var model = compilation.GetSemanticModel(tree);
            foreach (var name in tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>())
            {
                var found = model.GetSymbolInfo(name);
                var symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault();
                var type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
                if (type?.OriginalDefinition.Locations[0].SourceTree is { } home && home != tree)
                    yield return (home, type.Name);
            }
        }

        private static string RoomOf(string folder, SyntaxTree tree) =>
            Path.GetRelativePath(folder, Path.GetDirectoryName(tree.FilePath)!).Replace(Path.DirectorySeparatorChar, '/');
    }
}
